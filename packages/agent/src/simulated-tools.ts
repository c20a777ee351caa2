import { type JsonSchema, type LanguageModel, PersonaError } from "@lifelong/core";
import * as z from "zod";
import { fence } from "./fence.ts";
import { type ChatPrompt, chatPromptFor } from "./prompt.ts";
import { type PastCall, type Permission, TOOL_TIMEOUT_MS, type Tool } from "./tool.ts";

/** The documentation of an API that does not have to exist. */
export interface ApiDocument {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /** For the model that calls it. */
  readonly description: string;
  /** Schema of an object. */
  readonly parameters: JsonSchema;
  /** For the model that answers: the form of the response, examples, errors. */
  readonly documentation?: string;
}

export interface SimulationOptions {
  /** Answers as the API would. */
  readonly model: LanguageModel;
  /** Absent: English or Chinese, by the language of the documentation. */
  readonly prompt?: ChatPrompt;
  /** Absent: `allow`; a simulation changes nothing in the world. */
  readonly permission?: Permission;
  /** Absent: 30 seconds. */
  readonly timeoutMs?: number;
}

/**
 * Tools whose results a model makes up from the API's documentation (the paper's Tool Executor). It is shown the calls of
 * the session so far with their results, so that its answers agree with one another.
 */
export function simulatedTools(
  documents: readonly ApiDocument[],
  { model, prompt, permission = "allow", timeoutMs = TOOL_TIMEOUT_MS }: SimulationOptions,
): readonly Tool[] {
  const names = new Set(documents.map(({ name }) => name));
  return documents.map((document): Tool => {
    const { name, description, parameters } = document;
    const words = (prompt ?? chatPromptFor(`${description} ${document.documentation ?? ""}`)).simulation;
    const input = z.fromJSONSchema({ ...parameters });
    return {
      name,
      description,
      parameters,
      permission,
      timeoutMs,
      simulated: true,
      prepare(given) {
        const parsed = input.safeParse(given);
        if (!parsed.success) return { issue: z.prettifyError(parsed.error) };
        return {
          async run({ earlier, signal }) {
            const past = earlier.filter((call) => names.has(call.name));
            const { text } = await model.generate({
              messages: [
                { role: "system", text: `${words.task}\n\n# ${words.api}\n${documentText(document)}` },
                { role: "user", text: callText(words, past, { name, arguments: JSON.stringify(given) }) },
              ],
              signal,
              timeoutMs,
            });
            if (text.trim() !== "") return text.trim();
            throw new PersonaError("MODEL_UNAVAILABLE", "The simulation gave no answer.");
          },
        };
      },
    };
  });
}

function documentText({ name, description, parameters, documentation }: ApiDocument): string {
  return [name, description, JSON.stringify(parameters), ...(documentation ? [documentation] : [])].join("\n");
}

function callText(
  words: ChatPrompt["simulation"],
  past: readonly PastCall[],
  call: Pick<PastCall, "name" | "arguments">,
): string {
  const told = past.map(({ name, arguments: json, result }) => `${name} ${json}\n${result}`);
  return [
    ...(told.length > 0 ? [`# ${words.earlier}\n${told.join("\n\n")}`] : []),
    `# ${words.call}\n${fence("call", "data", `${call.name} ${call.arguments}`)}`,
  ].join("\n\n");
}
