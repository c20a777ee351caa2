/** How a basis is called to its user, in the terminal and on the card. */
export const BASIS = { user: "set by you", stated: "your words", inferred: "concluded" } as const;
