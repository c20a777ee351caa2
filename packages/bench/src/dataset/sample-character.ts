import type { Character, Episode } from "./character.ts";

/** A small character for tests: three conversations in which she moves, mentions her sister, and gives up tea. */
export function sampleCharacter(more: Partial<Character> = {}): Character {
  return {
    id: "ana",
    language: "en",
    about: "Ana, who lives by the sea.",
    voice: "Short.",
    consents: [],
    profile: { location: "Porto", likes: ["green tea"], "demographics.name": "Ana" },
    episodes: [
      episode(1, "I live in Porto and I like green tea.", [
        {
          operation: "set",
          field: "location",
          content: "Porto",
          basis: "stated",
          message: 0,
          quote: "I live in Porto",
        },
        {
          operation: "add",
          field: "likes",
          content: "green tea",
          basis: "stated",
          message: 0,
          quote: "I like green tea",
        },
      ]),
      {
        ...episode(2, "I live in Lisbon now. My sister is vegan.", [
          {
            operation: "set",
            field: "location",
            content: "Lisbon",
            basis: "stated",
            message: 0,
            quote: "I live in Lisbon now",
          },
        ]),
        traps: [{ field: "diet", content: "vegan", why: "her sister's" }],
      },
      episode(3, "I don't like green tea any more.", [
        {
          operation: "remove",
          field: "likes",
          content: "green tea",
          basis: "stated",
          message: 0,
          quote: "I don't like green tea any more",
        },
      ]),
    ],
    ...more,
  };
}

function episode(number: number, said: string, gold: Episode["gold"]): Episode {
  return {
    id: `s0${number}`,
    startedAt: `2026-0${number}-01T10:00:00.000Z`,
    traits: ["plain"],
    scene: {
      description: `Wants to plan evening ${number}.`,
      context: "It is late.",
      query: `What can one do on evening ${number}?`,
      expected: "Something by the sea.",
      tools: [],
    },
    messages: [
      { role: "user", text: said },
      { role: "assistant", text: "Good to know." },
    ],
    gold,
    traps: [],
  };
}
