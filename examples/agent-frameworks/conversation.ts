/** How the MCP server is started. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Where it answers over HTTP, and what each request brings along: the token. */
export interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What an agent did with Lifelong's tools. */
export interface Told {
  /** The tools' answers as the model read them, oldest first. */
  readonly answers: readonly string[];
  /** The agent's last words. */
  readonly reply: string;
}

/** Three short conversations of one user; the rules of the instant pass understand none of them. */
export const conversations: readonly (readonly string[])[] = [
  ["Those long vowels! Still, my evening class in Finnish is the best part of the week."],
  ["Can you plan a route? Work takes me to Tampere, which is nice for a part-time beekeeper like me."],
  ["What goes with rye bread? By the way, being a part-time beekeeper I have plenty of honey."],
];

/** What a model would learn from them: plain words of the user, which rules of grammar do not find. */
export const LEARNED = { field: "demographics.career", content: "part-time beekeeper" } as const;
