import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { isWithin } from "../is-within.ts";
import { readClaudeCode } from "./claude-code.ts";
import { readCodex } from "./codex.ts";
import { isPrinted, readGemini, readGeminiSitting } from "./gemini.ts";
import type { Sitting, Transcript } from "./transcript.ts";
import { transcriptLines } from "./transcript-lines.ts";

/** A host that writes its conversations down on this machine. */
export interface TranscriptHost {
  readonly title: string;
  /** The one folder that its transcripts lie in, at any depth; may not exist. */
  folder(environment: Readonly<Record<string, string | undefined>>, home: string): string;
  /** Reads the lines of one transcript; null for lines that are none. */
  read(lines: AsyncIterable<string>): Promise<Transcript | null>;
  /** How a transcript shows who sits there; absent where the host tells hooks, and hears them at every start. */
  readonly sitting?: {
    /** Reads what the lines show of the process that wrote the last of them. */
    read(lines: AsyncIterable<string>): Promise<Sitting>;
    /** Whether a prompt, as a hook is told of it, is that of a run without a screen. */
    isPrinted(prompt: string): boolean;
  };
}

export type TranscriptHostName = "claude-code" | "codex" | "gemini";

export const transcriptHosts: Readonly<Record<TranscriptHostName, TranscriptHost>> = {
  "claude-code": {
    title: "Claude Code",
    folder: ({ CLAUDE_CONFIG_DIR: folder }, home) => join(folder || join(home, ".claude"), "projects"),
    read: readClaudeCode,
  },
  codex: {
    title: "Codex",
    folder: ({ CODEX_HOME: folder }, home) => join(folder || join(home, ".codex"), "sessions"),
    read: readCodex,
  },
  gemini: {
    title: "Gemini CLI",
    folder: ({ GEMINI_CLI_HOME: folder }, home) => join(folder || home, ".gemini", "tmp"),
    read: readGemini,
    sitting: { read: readGeminiSitting, isPrinted },
  },
};

/**
 * Where a transcript really lies.
 *
 * @param path - as the host names it, or whoever calls in its place
 * @param folder - that of the host
 * @throws PersonaError `INVALID_INPUT` for everything but a `.jsonl` file in the folder, symlinks resolved on both sides
 */
export async function locateTranscript(path: string, folder: string): Promise<string> {
  const [file, root] = await Promise.all([isAbsolute(path) ? settle(path) : undefined, settle(folder)]);
  if (file === undefined || root === undefined || !isWithin(root, file) || !file.endsWith(".jsonl")) {
    throw refused("It is no .jsonl file in the folder where the host keeps its transcripts.");
  }
  if (!(await stat(file)).isFile()) throw refused("It is no file.");
  return file;
}

/** @returns null when the file holds no conversation */
export async function readTranscript(host: TranscriptHost, path: string, folder: string): Promise<Transcript | null> {
  return host.read(transcriptLines(await locateTranscript(path, folder)));
}

/** Undefined for a path at which nothing is. */
async function settle(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

function refused(why: string): PersonaError {
  return new PersonaError("INVALID_INPUT", `A transcript was not read. ${why}`);
}
