import { PersonaError } from "@lifelong/core";
import { defaultTools, offeredTools, prompts, resources, resourceTemplates, skills } from "./catalogue.ts";
import type { Client } from "./clients.ts";
import { createSkills, type Skills } from "./create-skills.ts";
import type { Prompt } from "./define-prompt.ts";
import type { Document, ReadContext, Resource, ResourceTemplate } from "./define-resource.ts";
import type { Confirmation, Tool, ToolContext } from "./define-tool.ts";
import { createLateRuns } from "./late-runs.ts";
import { type ListedTool, listTool } from "./listed-tool.ts";
import { createPersonaWatch } from "./persona-watch.ts";
import { explainError, runTool, type ToolAnswer } from "./run-tool.ts";
import type { ServerSettings } from "./server-settings.ts";

/** Who calls, as far as the protocol tells. */
export interface Caller extends Pick<ToolContext, "signal" | "progress"> {
  readonly client?: Client;
  readonly confirmation?: Confirmation;
}

/** Everything that a host sees of Lifelong, for an adapter to put on a server of some SDK. */
export interface Surface {
  readonly tools: readonly ListedTool[];
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
  readonly skills: Skills;
  /** Never throws: what goes wrong is in the answer. */
  call(tool: Tool, input: unknown, caller: Caller): Promise<ToolAnswer>;
  /** @throws PersonaError with a sentence for the host, whatever went wrong */
  read(resource: Resource): Promise<readonly Document[]>;
  readRevision(template: ResourceTemplate, number: string): Promise<readonly Document[]>;
  complete(template: ResourceTemplate, beginning: string): Promise<string[]>;
  prompt(prompt: Prompt, client: Client | undefined): Promise<string>;
  /** Takes note of the persona, so that a change from now on is noticed. */
  takeNote(): Promise<void>;
  /** Called once for each commit noticed that changes the text of the persona. The answer ends it. */
  onChange(listener: () => void): () => void;
}

/** Cheap and free of side effects: nothing is read before the first call. */
export function createSurface(settings: ServerSettings): Surface {
  const { personalizer, userId, onCall, onError = () => {}, mayAsk, patienceMs, tools = defaultTools } = settings;
  const lateRuns = settings.lateRuns ?? createLateRuns();
  const watch = settings.watch ?? createPersonaWatch({ personalizer, userId });
  let noted: Promise<void> | undefined;
  const takeNote = () => (noted ??= watch.look());

  async function reading<Result>(work: (context: ReadContext) => Promise<Result>): Promise<Result> {
    try {
      await takeNote();
      const result = await work({ personalizer: await personalizer, userId });
      void watch.look();
      return result;
    } catch (error) {
      const isInput = PersonaError.isInstance(error) && error.code === "INVALID_INPUT";
      if (!isInput) onError(error);
      throw new PersonaError(isInput ? "INVALID_INPUT" : "STORE_UNAVAILABLE", explainError(error), { cause: error });
    }
  }

  return {
    tools: offeredTools(tools, settings.recordedBy).map(listTool),
    resources,
    resourceTemplates,
    prompts,
    skills: createSkills(skills),
    async call(tool, input, { client, ...caller }) {
      const open = async (): Promise<ToolContext> => ({
        ...caller,
        personalizer: await personalizer,
        userId,
        client: client?.name,
        mayAsk,
        patienceMs,
        lateRuns,
        onError,
      });
      await takeNote();
      const answer = await runTool(tool, input, open, onError);
      // Without keeping the answer waiting.
      void watch.look(answer.data?.revision);
      if (!answer.isError && answer.question === undefined) onCall?.(tool.name, client);
      return answer;
    },
    read: (resource) => reading((context) => resource.read(context)),
    readRevision: (template, number) => reading((context) => template.read(number, context)),
    complete: (template, beginning) => reading((context) => template.complete(beginning, context)),
    prompt: (prompt, client) => reading((context) => prompt.text({ ...context, client: client?.name })),
    takeNote,
    onChange: (listener) => watch.onChange(listener),
  };
}
