let built: Promise<string> | undefined;

/** The card as one page of HTML. The bundle holds the finished page in place of this module (rolldown.config.ts). */
export async function cardHtml(): Promise<string> {
  const { buildCard } = await import("./build-card.ts");
  built ??= buildCard();
  return built;
}
