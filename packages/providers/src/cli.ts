import { rmSync } from "node:fs";
import {
  type LanguageModel,
  type ModelMessage,
  type ModelReply,
  type ModelRequest,
  PersonaError,
} from "@lifelong/core";
import { type Ended, runChild } from "./child-run.ts";
import type { Assistant, Said } from "./cli-assistant.ts";
import { claude } from "./cli-claude.ts";
import { codex } from "./cli-codex.ts";
import { gemini } from "./cli-gemini.ts";
import { closeWorkplace, furnish, openWorkplace } from "./cli-workplace.ts";
import { programEnd } from "./program-end.ts";
import { callVendor } from "./vendor-call.ts";
import { type Vendor, vendorError } from "./vendor-error.ts";

/** By the name that a location has: `cli:claude`. */
const assistants: Readonly<Record<string, Assistant>> = { claude, codex, gemini };

export interface CliModelOptions {
  /** `claude`, `codex` or `gemini`. */
  readonly assistant: string;
  /** As the program names it; absent: the program's own choice. */
  readonly modelId?: string;
  /** The program; absent: looked up by its usual name. */
  readonly command?: string;
  /** What the program gets to see, all of it, since its login may lie there. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The user's installed assistant as a model, with its own login. It runs once for each call in a folder that is removed
 * afterwards, with LIFELONG_OFF=1, which every server and hook of Lifelong obeys, and without tools, hooks and MCP servers.
 * It takes no tools of ours, no temperature and no limit of tokens. The messages go as one text: the instructions, then the
 * turns, each under `[user]` or `[assistant]` where there are several.
 *
 * When `generate` has ended, however, no process of it is left; when this program ends before, the assistant ends with it.
 *
 * @throws PersonaError `CONFIGURATION` for an assistant that is none of the three
 */
export function cliModel({ assistant: called, modelId, command, environment }: CliModelOptions): LanguageModel {
  const assistant = assistantOf(called);
  if (modelId?.startsWith("-")) {
    throw new PersonaError(
      "CONFIGURATION",
      `"${modelId}" is no model of ${assistant.name}. Write cli:${called}#opus, say.`,
    );
  }
  const name = modelId === undefined ? called : `${called}/${modelId}`;
  const vendor: Vendor = { name: assistant.name, modelId: name, keyVariable: `the login of \`${assistant.command}\`` };
  const end = programEnd();

  async function run({ messages, output, tools }: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
    if (tools && tools.length > 0) {
      throw new PersonaError(
        "CONFIGURATION",
        `${vendor.name} takes no tools of ours when it is run as a model. Name another model for this.`,
      );
    }
    const place = await openWorkplace();
    const ending = new AbortController();
    const stay = end.before(() => {
      ending.abort();
      rmSync(place.folder, { recursive: true, force: true });
    });
    let traces: readonly string[] | undefined;
    try {
      const invocation = assistant.prepare({
        ...place,
        modelId,
        environment,
        ...(output?.kind === "schema" && { schema: output.schema }),
      });
      traces = invocation.traces;
      await furnish(invocation);
      const ended = await runChild(command ?? assistant.command, invocation.args, {
        cwd: place.workplace,
        environment: {
          ...environment,
          ...invocation.environment,
          ...Object.fromEntries(["TMPDIR", "TMP", "TEMP"].map((variable) => [variable, place.temporary])),
          LIFELONG_OFF: "1",
        },
        input: promptOf(messages),
        signal: AbortSignal.any([signal, ending.signal]),
      });
      return replyOf(read(assistant, ended), ended.code);
    } catch (error) {
      throw isMissing(error) ? missing(assistant) : error;
    } finally {
      stay();
      await closeWorkplace(place, traces);
    }
  }

  function replyOf(said: Said | undefined, code: number | null): ModelReply {
    if (said && "text" in said) return { ...said, toolCalls: [] };
    if (said?.status !== undefined) throw vendorError(vendor, said);
    throw new PersonaError(
      "MODEL_UNAVAILABLE",
      `${vendor.name} gave no answer (exit code ${code ?? "none"}). Run \`${assistant.command}\` once by hand: it may want a login, an update, or time until its limit ends.`,
    );
  }

  return {
    provider: "cli",
    modelId: name,
    ...(assistant.output && { output: assistant.output }),
    async generate(request) {
      let running: Promise<ModelReply> | undefined;
      try {
        return await callVendor(vendor, request, (signal) => {
          running = run(request, signal);
          return running;
        });
      } finally {
        await running?.catch(() => {});
      }
    },
  };
}

function assistantOf(called: string): Assistant {
  const assistant = Object.hasOwn(assistants, called) ? assistants[called] : undefined;
  if (assistant) return assistant;
  throw new PersonaError(
    "CONFIGURATION",
    `There is no assistant "${called}" to be run as a model. Write cli: and one of ${Object.keys(assistants).join(", ")}.`,
  );
}

/** The messages as one text, each under the name of who speaks; a single one, or instructions and one, as they are. */
function promptOf(messages: readonly ModelMessage[]): string {
  const spoken = messages.filter(({ role }) => role !== "system");
  const system = messages.flatMap(({ role, text }) => (role === "system" ? [text] : []));
  const turns =
    spoken.length === 1 ? spoken.map(({ text }) => text) : spoken.map(({ role, text }) => `[${role}]\n${text}`);
  return [...system, ...turns].join("\n\n");
}

/** What it said; nothing where that is none of what it documents, which may repeat the conversation. */
function read(assistant: Assistant, ended: Ended): Said | undefined {
  try {
    return assistant.read(ended);
  } catch {
    return undefined;
  }
}

function missing({ name, command }: Assistant): PersonaError {
  return new PersonaError("CONFIGURATION", `${name} is not installed, or \`${command}\` is not on the PATH.`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EACCES");
}
