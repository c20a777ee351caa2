import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LanguageModel, type ModelMessage, PersonaError } from "@lifelong/core";
import { type Assistant, assistants } from "./assistants.ts";
import { type Ended, runChild } from "./child-run.ts";
import { callVendor } from "./vendor-call.ts";

export interface CliModelOptions {
  /** `claude`, `codex` or `gemini`. */
  readonly assistant: string;
  /** As the program names it; absent: the program's own choice. */
  readonly modelId?: string;
  /** The program; absent: looked up by its usual name. */
  readonly command?: string;
  /** What the program gets to see: its login lies there. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The user's installed assistant as a model, with its own login. It runs once for each call in an empty folder that is
 * removed afterwards, with LIFELONG_OFF=1, which every server and hook of Lifelong obeys, and with its tools, hooks and
 * MCP servers off as far as it can: Claude Code has none, Codex keeps what its read-only sandbox allows, Gemini CLI what
 * its plan mode allows. It takes no tools of ours.
 *
 * @throws PersonaError `CONFIGURATION` for an assistant that is none of the three
 */
export function cliModel({ assistant: called, modelId, command, environment }: CliModelOptions): LanguageModel {
  const assistant = Object.hasOwn(assistants, called) ? assistants[called] : undefined;
  if (!assistant) {
    throw new PersonaError(
      "CONFIGURATION",
      `There is no assistant "${called}" to be run as a model. Write cli: and one of ${Object.keys(assistants).join(", ")}.`,
    );
  }
  const name = modelId === undefined ? called : `${called}/${modelId}`;
  const vendor = { name: assistant.name, modelId: name, keyVariable: `the login of ${assistant.command}` };
  return {
    provider: "cli",
    modelId: name,
    generate: (request) =>
      callVendor(vendor, request, async (signal) => {
        if (request.tools && request.tools.length > 0) {
          throw new PersonaError(
            "CONFIGURATION",
            `${assistant.name} takes no tools of ours when it is run as a model. Name another model for this.`,
          );
        }
        const cwd = await mkdtemp(join(tmpdir(), "lifelong-cli-"));
        try {
          const ended = await runChild(command ?? assistant.command, assistant.args(modelId), {
            cwd,
            environment: { ...environment, LIFELONG_OFF: "1" },
            input: promptOf(request.messages),
            signal,
          }).catch((error: unknown) => {
            throw isMissing(error) ? missing(assistant) : error;
          });
          return { ...read(assistant, ended), toolCalls: [], stop: "end" };
        } finally {
          await rm(cwd, { recursive: true, force: true });
        }
      }),
  };
}

/** The messages as one text, each under the name of who speaks; a single one, or instructions and one, as they are. */
function promptOf(messages: readonly ModelMessage[]): string {
  const spoken = messages.filter(({ role }) => role !== "system");
  const system = messages.flatMap(({ role, text }) => (role === "system" ? [text] : []));
  const turns =
    spoken.length === 1 ? spoken.map(({ text }) => text) : spoken.map(({ role, text }) => `[${role}]\n${text}`);
  return [...system, ...turns].join("\n\n");
}

function read(assistant: Assistant, { code, stdout }: Ended): ReturnType<Assistant["read"]> {
  try {
    if (code === 0) return assistant.read(stdout);
  } catch {
    // What it said is no answer, and may repeat the conversation: it is not told.
  }
  throw new PersonaError(
    "MODEL_UNAVAILABLE",
    `${assistant.name} gave no answer (exit code ${code ?? "none"}). Run \`${assistant.command}\` once by hand: it may want a login, an update, or time until its limit ends.`,
  );
}

function missing({ name, command }: Assistant): PersonaError {
  return new PersonaError("CONFIGURATION", `${name} is not installed, or \`${command}\` is not on the PATH.`);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EACCES");
}
