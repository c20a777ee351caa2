import { memoryStore, type Personalizer, type PersonaStore } from "@lifelong/core";
import { Command } from "commander";
import { addSharedOptions, type CommandModule } from "../command-context.ts";
import { type Config, parseConfig } from "../config.ts";
import { type Layout, plainStyle } from "../view/layout.ts";

/** What a command said in this process. */
export interface Called {
  readonly stdout: string;
  readonly notes: string;
}

/** How the command is called, beside its words. */
export interface Calling {
  readonly personalizer: Personalizer;
  /** What `openStore` gives: a command looks at it, while the library has its own. Absent: one in memory. */
  readonly openStore?: () => Promise<PersonaStore>;
  readonly config?: Partial<Config>;
  /** A person sits there and answers questions so; absent: nobody does. */
  readonly confirms?: boolean | ((question: string) => boolean);
  /** What the person types, question by question; the asking ends after the last. */
  readonly answers?: readonly string[];
  /** Gets the questions that were asked. */
  readonly asked?: string[];
}

const LAYOUT: Layout = { width: 80, style: plainStyle };

/** Runs a command in this process, over a library of the test's. */
export async function callCommand(
  { define }: CommandModule,
  words: readonly string[],
  { personalizer, openStore = async () => memoryStore(), config = {}, confirms, answers, asked = [] }: Calling,
): Promise<Called> {
  let stdout = "";
  let notes = "";
  const typed = [...(answers ?? [])];
  const command = addSharedOptions(new Command("lifelong"));
  define(command, (work) => {
    const { json = false }: { json?: boolean } = command.opts();
    const settled = { ...parseConfig({ store: "file:/nowhere" }, {}, "linux", "/home/ada"), ...config };
    return work({
      config: settled,
      given: command.opts(),
      userId: settled.profile,
      terminal: {
        layout: LAYOUT,
        interactive: confirms !== undefined || answers !== undefined,
        write: (text) => {
          stdout += text;
        },
        note: (text) => {
          notes += text;
        },
        confirm: async (question) => {
          asked.push(question);
          return typeof confirms === "function" ? confirms(question) : (confirms ?? false);
        },
        ask: async (question) => {
          asked.push(question);
          return typed.shift();
        },
        paste: async () => typed.shift() ?? "",
      },
      open: async () => personalizer,
      openStore,
      answer: (data, view) => {
        stdout += json ? JSON.stringify(data) : view(LAYOUT);
      },
    });
  });
  command.exitOverride().configureOutput({ writeErr: (text) => (notes += text) });
  await command.parseAsync(words, { from: "user" });
  return { stdout, notes };
}
