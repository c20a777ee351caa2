import { setTimeout as pause } from "node:timers/promises";
import { openScreen, type Screen } from "../../examples/chat/tmux.ts";
import type { HostRoom } from "./host-room.ts";

/** Hosts take keys that come all at once for something pasted, and Enter among them for a new line. */
const BREATH_MS = 500;
/** A screen that stays the same for so long has nothing more to load. */
const STILL_MS = 1_500;
/** After that it is taken as it is. */
const PATIENCE_MS = 20_000;

/** A person in front of a host's screen. */
export interface Seat extends AsyncDisposable {
  readonly screen: Pick<Screen, "read" | "until">;
  /** Types it, and waits until the model's answer has appeared. */
  say(text: string, answer: string): Promise<void>;
  /** Ends the host as a person does, and waits until it has ended. */
  leave(): Promise<void>;
}

/** How a program is started for a person. */
export interface Start {
  /** Arguments of this Node. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** On the screen when the host listens. */
  readonly ready: string;
  /** What the person types to end it. */
  readonly goodbye: string;
}

export async function sitDown(room: HostRoom, { words, environment, ready, goodbye }: Start): Promise<Seat> {
  const variables = Object.entries({ ...room.environment, TERM: "xterm-256color", ...environment });
  const command = ["env", "-i", ...variables.map(([name, value]) => `${name}=${value}`), process.execPath, ...words];
  const screen = await openScreen(`cd ${quote(room.project)} && ${command.map(quote).join(" ")}`, { width: 160 });
  const enter = async (text: string) => {
    await screen.type(text);
    await screen.until(text);
    await pause(BREATH_MS);
    await screen.press("Enter");
  };
  try {
    await screen.until(ready);
    // Keys that come while a host loads an earlier conversation are lost.
    await settle(screen);
  } catch (error) {
    await screen.close();
    throw error;
  }
  return {
    screen,
    async say(text, answer) {
      await enter(text);
      await screen.until(answer);
    },
    async leave() {
      await enter(goodbye);
      await screen.until("[left with 0]");
    },
    [Symbol.asyncDispose]: () => screen.close(),
  };
}

async function settle(screen: Screen): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let before = "", now = await screen.read(); now !== before && Date.now() < deadline; ) {
    await pause(STILL_MS);
    [before, now] = [now, await screen.read()];
  }
}

/** A word for a shell. */
function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
