import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { gemini } from "./gemini.ts";
import type { Host } from "./host.ts";
import { vscode } from "./vscode.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";

/** Every host that the command knows. What is written for one, be it a file, a snippet or a link, comes from here. */
export const knownHosts: readonly Host[] = [claudeDesktop, claudeCode, cursor, vscode, codex, gemini, windsurf, zed];
