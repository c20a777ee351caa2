import { PersonaError } from "@lifelong/core";
import type { CommandModule } from "./command-context.ts";

/** A command as the help lists it, before its file is loaded. */
export interface ListedCommand {
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** True: programs call it, and no help lists it. */
  readonly hidden?: boolean;
  readonly load: () => Promise<CommandModule>;
}

const SEE = "See what is known:";
const CHANGE = "Stay in charge:";
const LEARN = "Teach it:";
export const RUN = "Run it:";
const MEASURE = "Measure it:";

/** All commands, in the order of the help. */
export const commands: readonly ListedCommand[] = [
  {
    name: "show",
    group: SEE,
    summary: "the persona, with a quote for each value",
    load: () => import("./commands/show.ts"),
  },
  { name: "why", group: SEE, summary: "why a field holds what it holds", load: () => import("./commands/why.ts") },
  { name: "history", group: SEE, summary: "every change, newest first", load: () => import("./commands/history.ts") },
  {
    name: "status",
    group: SEE,
    summary: "what is recorded, learned and pending",
    load: () => import("./commands/status.ts"),
  },
  {
    name: "export",
    group: SEE,
    summary: "everything that is held, as JSON",
    load: () => import("./commands/export.ts"),
  },
  { name: "edit", group: CHANGE, summary: "change the persona by hand", load: () => import("./commands/edit.ts") },
  {
    name: "forget",
    group: CHANGE,
    summary: "take something away for good",
    load: () => import("./commands/forget.ts"),
  },
  { name: "undo", group: CHANGE, summary: "reverse a change", load: () => import("./commands/undo.ts") },
  { name: "pause", group: CHANGE, summary: "stop learning and keeping", load: () => import("./commands/pause.ts") },
  { name: "resume", group: CHANGE, summary: "go on after a pause", load: () => import("./commands/resume.ts") },
  {
    name: "consent",
    group: CHANGE,
    summary: "allow or forbid a special category",
    load: () => import("./commands/consent.ts"),
  },
  { name: "record", group: LEARN, summary: "record a conversation", load: () => import("./commands/record.ts") },
  {
    name: "import",
    group: LEARN,
    summary: "bring a life in from other assistants",
    load: () => import("./commands/import.ts"),
  },
  {
    name: "optimize",
    group: LEARN,
    summary: "learn from what is pending",
    load: () => import("./commands/optimize.ts"),
  },
  {
    name: "install",
    group: RUN,
    summary: "add Lifelong to the assistants on this machine",
    load: () => import("./commands/install.ts"),
  },
  {
    name: "update",
    group: RUN,
    summary: "have all of them start this version",
    load: () => import("./commands/update.ts"),
  },
  {
    name: "uninstall",
    group: RUN,
    summary: "take it out of them again, or remove every trace",
    load: () => import("./commands/uninstall.ts"),
  },
  {
    name: "serve",
    group: RUN,
    summary: "speak MCP over stdin and stdout, or over HTTP",
    load: () => import("./commands/serve.ts"),
  },
  {
    name: "worker",
    group: RUN,
    summary: "run updates from a queue that many workers share",
    load: () => import("./commands/worker.ts"),
  },
  {
    name: "sweep",
    group: RUN,
    summary: "run once what is due, of every profile",
    load: () => import("./commands/sweep.ts"),
  },
  {
    name: "copy",
    group: RUN,
    summary: "copy everything from one store to another",
    load: () => import("./commands/copy.ts"),
  },
  {
    name: "doctor",
    group: RUN,
    summary: "where the data is, who uses it, what is wrong",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "plugins",
    group: RUN,
    summary: "what opens stores and models",
    load: () => import("./commands/plugins.ts"),
  },
  {
    name: "hook",
    group: RUN,
    summary: "what the hooks of Claude Code, Codex and Gemini CLI call",
    hidden: true,
    load: () => import("./commands/hook.ts"),
  },
  {
    name: "check",
    group: MEASURE,
    summary: "whether a store, a model or a queue keeps its contract",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "bench",
    group: MEASURE,
    summary: "PersonaBench, and LaMP",
    load: () => fromBench(() => import("./commands/bench.ts")),
  },
  {
    name: "eval",
    group: MEASURE,
    summary: "the same on your own conversations",
    load: () => fromBench(() => import("./commands/eval.ts")),
  },
];

/** The benchmark is a package of its own, for those who want it. */
async function fromBench(load: () => Promise<CommandModule>): Promise<CommandModule> {
  try {
    return await load();
  } catch (cause) {
    throw new PersonaError(
      "CONFIGURATION",
      "The benchmark is not installed. Install it beside this command: npm install @lifelong/bench.",
      { cause },
    );
  }
}
