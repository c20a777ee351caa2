import { createAgent, simulatedTools } from "@lifelong/agent";
import { type LanguageModel, type Message, PersonaError } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import type { Knowledge } from "./knowledge.ts";
import type { SimulatedUser } from "./simulator.ts";

/** A conversation as it was had. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** What the judge rates. */
  readonly firstAnswer: string;
  /** How often the user spoke. */
  readonly utterances: number;
  readonly satisfied: boolean;
  /** Tokens of persona in the prompt as it began; what stands beside it is counted apart. */
  readonly personaTokens: number;
  readonly context: string;
  /** Passes that became due by it. */
  readonly due: ReadonlySet<string>;
}

/**
 * Lets a simulated user and an assistant talk about a scene until the user is satisfied or has spoken `utterances` times.
 * The first message is the scene's own, the same for every setting. Then the user has a last word, which nobody answers:
 * what satisfies at once would leave nothing to learn.
 *
 * @param models.tools - answers as the scene's APIs would
 */
export async function converse(
  character: Character,
  index: number,
  {
    knowledge,
    user,
    models,
    utterances,
    now,
    signal,
  }: {
    knowledge: Knowledge;
    user: SimulatedUser;
    models: { readonly chatbot: LanguageModel; readonly tools: LanguageModel };
    utterances: number;
    now: () => Date;
    signal?: AbortSignal;
  },
): Promise<Conversation> {
  const episode = character.episodes[index];
  if (!episode) throw new PersonaError("INVALID_INPUT", `${character.id} has no conversation of index ${index}.`);
  const context = await knowledge.contextFor(index);
  const agent = createAgent({
    personalizer: knowledge.personalizer,
    model: models.chatbot,
    tools: simulatedTools(episode.scene.tools.map(apiDocument), { model: models.tools }),
    ...(context !== "" && { instructions: context }),
    ...(knowledge.budgetTokens !== undefined && { budgetTokens: knowledge.budgetTokens }),
    record: "turn",
    now,
  });
  const session = await agent.open(character.id, { sessionId: episode.id });
  const answers: string[] = [];
  const due = new Set<string>();
  let text = episode.scene.query;
  let satisfied = false;
  for (;;) {
    for await (const event of session.send(text, { signal })) {
      if (event.type === "turn-finished") answers.push(event.text);
      if (event.type === "session-recorded") for (const pass of event.recorded.due) due.add(pass);
    }
    satisfied = (await user.isSatisfied(session.messages)) === "satisfied";
    if (satisfied || answers.length >= utterances) break;
    text = await user.next(session.messages);
    if (text === "") break;
  }
  await session.close();
  const last = await user.last(session.messages);
  const messages: readonly Message[] = [
    ...session.messages,
    ...(last === "" ? [] : [{ role: "user" as const, text: last }]),
  ];
  const recorded = await knowledge.personalizer.recordSession(character.id, {
    id: session.sessionId,
    startedAt: episode.startedAt,
    messages,
  });
  for (const pass of recorded.due) due.add(pass);
  return {
    messages,
    firstAnswer: answers[0] ?? "",
    utterances: answers.length,
    satisfied,
    personaTokens: session.persona.tokens,
    context,
    due,
  };
}

function apiDocument({ name, description, parameters }: Character["episodes"][number]["scene"]["tools"][number]) {
  return {
    name,
    description,
    parameters: {
      type: "object",
      properties: Object.fromEntries(
        Object.entries(parameters).map(([parameter, meaning]) => [parameter, { type: "string", description: meaning }]),
      ),
      required: Object.keys(parameters),
      additionalProperties: false,
    },
  };
}
