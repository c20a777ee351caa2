import type { Character } from "../dataset/character.ts";
import type { LiveArm } from "./live-arm.ts";

/** Utterances that a conversation takes by experience: the paper's lie between 1.8 and 2.9. */
const USUAL_UTTERANCES = 2;
/** Calls of simulated APIs in a conversation, about. */
const TOOL_CALLS = 0.3;
/** Planted wrong answers that the judge is given once in a run. */
const PLANTED = 24;

/** About how many tokens one call takes in and gives out. Measured on the prompts, not on any vendor's bill. */
const TOKENS = {
  chatbot: { input: 1_200, output: 350 },
  /** For each earlier conversation in the prompt. */
  pastConversation: 450,
  satisfaction: { input: 900, output: 5 },
  simulator: { input: 1_300, output: 60 },
  tool: { input: 500, output: 150 },
  judge: { input: 1_400, output: 200 },
  optimizer: { input: 4_500, output: 300 },
} as const;

/** What a run will ask, as far as can be said before. */
export interface PlannedRun {
  readonly conversations: number;
  readonly roles: readonly PlannedRole[];
}

export interface PlannedRole {
  readonly role: "chatbot" | "optimizer" | "simulator" | "judge";
  readonly calls: number;
  /** When every user speaks as often as is allowed. */
  readonly mostCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Estimates calls and tokens of a run; what the cache holds already costs nothing of it. */
export function planRun({
  characters,
  arms,
  seeds,
  utterances,
  episodes = Number.POSITIVE_INFINITY,
}: {
  characters: readonly Character[];
  arms: readonly Pick<LiveArm, "setting" | "k">[];
  seeds: number;
  utterances: number;
  episodes?: number;
}): PlannedRun {
  const lengths = characters.map((character) => Math.min(character.episodes.length, episodes));
  const perArm = seeds * lengths.reduce((sum, length) => sum + length, 0);
  const conversations = perArm * arms.length;
  const usual = Math.min(USUAL_UTTERANCES, utterances);
  const learned = perArm * arms.filter(({ setting }) => setting === "learned").length;
  const deep = arms.reduce((sum, { k }) => sum + (k === undefined ? 0 : perArm / k), 0);
  const past = arms.reduce((sum, { setting }) => sum + seeds * pastConversations(setting, lengths), 0);
  const role = (
    name: PlannedRole["role"],
    calls: number,
    mostCalls: number,
    input: number,
    output: number,
  ): PlannedRole => ({
    role: name,
    calls: Math.round(calls),
    mostCalls: Math.round(mostCalls),
    inputTokens: Math.round(input),
    outputTokens: Math.round(output),
  });
  const chats = conversations * usual;
  const tools = conversations * TOOL_CALLS;
  const judged = conversations + learned + PLANTED;
  const { chatbot, satisfaction, simulator, tool, judge, optimizer, pastConversation } = TOKENS;
  return {
    conversations,
    roles: [
      role(
        "chatbot",
        chats + tools,
        conversations * utterances * 2,
        (chats + tools) * chatbot.input + past * usual * pastConversation,
        (chats + tools) * chatbot.output,
      ),
      role("optimizer", deep, deep * 3, deep * optimizer.input, deep * optimizer.output),
      role(
        "simulator",
        conversations * (usual * 2) + tools,
        conversations * (utterances * 2) * 2,
        conversations * usual * (satisfaction.input + simulator.input) + tools * tool.input,
        conversations * usual * (satisfaction.output + simulator.output) + tools * tool.output,
      ),
      role("judge", judged, judged * 2, judged * judge.input, judged * judge.output),
    ],
  };
}

/** Earlier conversations in all prompts of a setting together. */
function pastConversations(setting: LiveArm["setting"], lengths: readonly number[]): number {
  if (setting === "rag") return lengths.reduce((sum, length) => sum + Math.max(0, length - 1) * 3, 0);
  if (setting === "history") return lengths.reduce((sum, length) => sum + (length * (length - 1)) / 2, 0);
  return 0;
}
