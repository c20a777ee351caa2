import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { INSTANT, PersonaError } from "@lifelong/core";
import { type Command, Option } from "commander";
import { claimDailyAsk } from "../ask-notes.ts";
import { type Client, noteClient } from "../clients.ts";
import { addLearningOptions, type CommandContext, type Run } from "../command-context.ts";
import { readConfig } from "../config.ts";
import { DEEP_PASS_AGENT, judgeDeepPass } from "../hooks/deep-pass-guard.ts";
import { readHookInput } from "../hooks/hook-input.ts";
import { hookLog } from "../hooks/hook-log.ts";
import { learnPending, recordTranscript } from "../hooks/learning.ts";
import { answerSessionStart } from "../hooks/session-start.ts";
import { answerTurnStart } from "../hooks/turn-start.ts";
import { IMPLEMENTATION } from "../implementation.ts";
import { locateTranscript, type TranscriptHostName, transcriptHosts } from "../transcripts/transcript-hosts.ts";
import { transcriptLines } from "../transcripts/transcript-lines.ts";

const SECONDS = 1;
/** Whom the host's model asks for a deep pass, in words that it knows. */
const LEARNERS: Readonly<Record<TranscriptHostName, string>> = {
  "claude-code": `start the agent ${DEEP_PASS_AGENT} in the background`,
  codex: "call optimize_persona",
  gemini: "call optimize_persona",
};

interface HookOptions {
  readonly host: TranscriptHostName;
  readonly seconds: string;
  readonly transcript?: string;
  readonly cwd?: string;
  readonly ended?: boolean;
}

/**
 * For hosts, not for people. Whatever happens, the process ends with 0 and says nothing but its answer: some hosts take
 * other codes for an order. What goes wrong stands in the log.
 */
export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description("What a host's hooks call; hosts send JSON to stdin. See docs/claude-code.md.")
    .argument(
      "<event>",
      "session-start, turn-start, stop, session-end, optimize (before that tool runs), or learn: what the ends leave to a process of its own",
    )
    .addOption(
      new Option("--host <name>", "whose hook it is").choices(Object.keys(transcriptHosts)).default("claude-code"),
    )
    .option("--seconds <n>", "how long a hook may take, from the start of its process", String(SECONDS))
    .option("--transcript <path>", "with learn: what to record first")
    .option("--cwd <folder>", "with learn: where the conversation takes place")
    .option("--ended", "with learn: the conversation is over, and whatever is due is run")
    .allowExcessArguments()
    .allowUnknownOption()
    .action(async (event: string, options: HookOptions) => {
      process.removeAllListeners("uncaughtException");
      process.on("uncaughtException", (error) => void complain(event, error).finally(() => process.exit(0)));
      const timer = event === "learn" ? undefined : leaveInTime(event, Number(options.seconds));
      await run((context) => answer(event, options, context)).catch((error) => complain(event, error));
      clearTimeout(timer);
      process.exitCode = 0;
    });
}

/**
 * A host waits for its hook; what it leaves undone is done at the next occasion. The time runs from the start of the
 * process. On a machine so busy that starting alone takes most of it, half of it is still for the work.
 */
function leaveInTime(event: string, seconds: number): NodeJS.Timeout {
  const whole = (Number.isFinite(seconds) ? seconds : SECONDS) * 1_000;
  const left = Math.max(whole - performance.now(), whole / 2);
  return setTimeout(() => {
    const late = new PersonaError("STORE_UNAVAILABLE", "The hook did not finish in its time, and left.");
    void complain(event, late).finally(() => process.exit(0));
  }, left);
}

async function complain(event: string, error: unknown): Promise<void> {
  // A disk that is full, or settings that name no folder: there is nobody left to tell.
  try {
    await hookLog(readConfig({}).elsewhere, () => new Date())(event, error);
  } catch {}
}

async function answer(event: string, options: HookOptions, context: CommandContext): Promise<void> {
  if (context.config.off) return;
  switch (event) {
    case "session-start":
      return startSession(options, context);
    case "turn-start":
      return startTurn(options, context);
    case "stop":
    case "session-end":
      return endTurn(event, options, context);
    case "optimize": {
      const { agent } = await readHookInput(process.stdin);
      return context.terminal.write(JSON.stringify(judgeDeepPass(agent)));
    }
    case "learn":
      return learn(options, context);
    default:
      throw new PersonaError(
        "CONFIGURATION",
        "There is no such hook: name session-start, turn-start, stop or session-end.",
      );
  }
}

async function startSession({ host }: HookOptions, context: CommandContext): Promise<void> {
  const { config, open, userId, terminal } = context;
  await readHookInput(process.stdin);
  const personalizer = await open();
  const hidesWhoSits = transcriptHosts[host].sitting !== undefined;
  const answered = await answerSessionStart(personalizer, userId, {
    ...askingOf(host, context),
    attended: !hidesWhoSits && !config.environment.CLAUDE_CODE_ENTRYPOINT?.startsWith("sdk"),
    speaks: hidesWhoSits,
  });
  if (Object.keys(answered).length > 0) terminal.write(JSON.stringify(answered));
  await noteClient(config.store, { ...clientOf(host), profile: userId, readAt: new Date().toISOString() });
  // A host that was killed has left the end of its conversation unread.
  const { passes } = await personalizer.status(userId);
  if (passes.some(({ pass, due }) => pass === INSTANT && due)) leaveToLearn(host, [], context);
}

async function startTurn({ host }: HookOptions, context: CommandContext): Promise<void> {
  const { config, open, userId, terminal } = context;
  const { transcriptPath, prompt = "" } = await readHookInput(process.stdin);
  const { folder, sitting: signs } = transcriptHosts[host];
  if (transcriptPath === undefined || signs === undefined || signs.isPrinted(prompt)) return;
  const path = await locateTranscript(transcriptPath, folder(config.environment, config.home));
  const sitting = await signs.read(transcriptLines(path));
  if (sitting.isAttended && sitting.isTold && sitting.isBegun) return;
  const answered = await answerTurnStart(await open(), userId, { ...askingOf(host, context), sitting });
  if (Object.keys(answered).length > 0) terminal.write(JSON.stringify(answered));
}

function askingOf(host: TranscriptHostName, { config, userId }: CommandContext) {
  const mayAsk = () => claimDailyAsk(config.store, userId, new Date());
  return { location: config.store, mayAsk, learner: LEARNERS[host] };
}

/** As `lifelong doctor` calls it. */
function clientOf(host: TranscriptHostName): Client {
  return { name: `hooks of ${transcriptHosts[host].title}`, version: IMPLEMENTATION.version };
}

/** Only the path is checked here, so that a refusal is logged at once. */
async function endTurn(event: string, { host }: HookOptions, context: CommandContext): Promise<void> {
  const { transcriptPath, cwd } = await readHookInput(process.stdin);
  const { environment, home } = context.config;
  const folder = transcriptHosts[host].folder(environment, home);
  const path = transcriptPath === undefined ? undefined : await locateTranscript(transcriptPath, folder);
  if (path === undefined && event === "stop") return;
  const words = [
    ...(path === undefined ? [] : ["--transcript", path]),
    ...(cwd === undefined ? [] : ["--cwd", cwd]),
    ...(event === "session-end" ? ["--ended"] : []),
  ];
  leaveToLearn(host, words, context);
}

/** A process of its own records and learns: it outlives the hook and the host, and no model keeps either waiting. */
function leaveToLearn(host: TranscriptHostName, words: readonly string[], { config, given }: CommandContext): void {
  const [, script = ""] = process.argv;
  const command = [script, "hook", "learn", "--host", host, ...words, ...wordsOf(given)];
  const options = { detached: true, stdio: "ignore", windowsHide: true, cwd: config.home } as const;
  spawn(process.execPath, [...process.execArgv, ...command], options).unref();
}

/** The options again, as they were given. */
function wordsOf(given: CommandContext["given"]): string[] {
  const { host, seconds, transcript, cwd, ended, ...shared } = given as Readonly<Record<string, unknown>>;
  return Object.entries(shared).flatMap(([name, value]) => {
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (Array.isArray(value)) return value.flatMap((one) => [option, String(one)]);
    return typeof value === "string" ? [option, value] : [];
  });
}

async function learn(
  { host: name, transcript: path, cwd, ended = false }: HookOptions,
  { config, open, userId }: CommandContext,
): Promise<void> {
  // Whoever works at this machine goes first.
  setPriority(10);
  const host = transcriptHosts[name];
  const folder = host.folder(config.environment, config.home);
  const personalizer = await open();
  const told = { host, folder, cwd, data: config.elsewhere };
  const recorded = path === undefined ? undefined : await recordTranscript(personalizer, userId, { ...told, path });
  if (recorded && recorded.kept > 0) {
    await noteClient(config.store, { ...clientOf(name), profile: userId, recordedAt: new Date().toISOString() });
  }
  await learnPending(personalizer, userId, ended ? undefined : (recorded?.due ?? []));
}
