import type { JsonSchema, ModelReply } from "@lifelong/core";
import type { Ended } from "./child-run.ts";
import type { Failure } from "./vendor-error.ts";

/** What one run is about. */
export interface Errand {
  readonly modelId?: string;
  /** Absent: text. */
  readonly schema?: JsonSchema;
  /** Where the program runs: of this run alone, its last part like no other name, empty but for the errand's files. */
  readonly workplace: string;
  /** Beside the workplace, for files that the program is told of; removed with it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How an errand is run. */
export interface Invocation {
  readonly args: readonly string[];
  /** Texts by path, written before. */
  readonly files?: Readonly<Record<string, string>>;
  /** Links by path, with what they lead to, made before. */
  readonly links?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Paths of what the program leaves behind outside the folder, and cannot be kept from; removed afterwards. */
  readonly traces?: readonly string[];
}

/** What came of it: an answer, or why there is none, as far as the program says so in a form that is not its prose. */
export type Said = Omit<ModelReply, "toolCalls"> | Failure;

/** An assistant's program, as far as a model needs it. */
export interface Assistant {
  readonly name: string;
  /** As it is installed. */
  readonly command: string;
  /** Present when the program takes a JSON schema for its answer. */
  readonly output?: "schema";
  /** Keeps the program from tools, hooks, servers, settings and traces of its own, as far as it lets itself be kept. */
  prepare(errand: Errand): Invocation;
  /** @throws when the output is none that the program documents */
  read(ended: Ended): Said;
}
