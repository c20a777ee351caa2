import * as z from "zod";
import { PersonaError } from "./errors.ts";
import { issuesText } from "./issues-text.ts";
import type { LanguageModel } from "./model.ts";
import type { UpdateRunner } from "./runner.ts";
import type { PersonaStore } from "./store.ts";

/** What a factory may use beside the location. */
export interface PluginContext {
  /** The environment variables of the program, for keys and the like; nothing else reads them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Opens another model by its location: for a model that wraps one. */
  openModel(location: string): Promise<LanguageModel>;
}

/** What a runner is told beside its location. */
export interface RunnerSettings extends PluginContext {
  /** How many updates of the queue run in this process at once; 0: none, it only asks for them. */
  readonly concurrency: number;
  /** The most calls to each vendor of models in a minute, by all processes together. Absent: no limit but the vendor's. */
  readonly callsPerMinute?: number;
}

/** Makes something of what follows the scheme and its colon in a location. */
export type Factory<Made, Context extends PluginContext = PluginContext> = (
  location: string,
  context: Context,
) => Made | Promise<Made>;

/** A named bundle of factories, each chosen by the scheme of a location: `openai:gpt-5-mini` is made by `models.openai`. */
export interface Plugin {
  readonly name: string;
  readonly apiVersion: 1;
  readonly stores?: Readonly<Record<string, Factory<PersonaStore>>>;
  readonly models?: Readonly<Record<string, Factory<LanguageModel>>>;
  readonly runners?: Readonly<Record<string, Factory<UpdateRunner, RunnerSettings>>>;
}

const factories = z.record(
  z.string().regex(/^[a-z][a-z0-9+.-]*$/, "a scheme is lower case letters, digits, + . -"),
  z.custom((value) => typeof value === "function", "a factory is a function"),
);
const shape = z.object({
  name: z.string().min(1),
  apiVersion: z.literal(1),
  stores: factories.optional(),
  models: factories.optional(),
  runners: factories.optional(),
});

/**
 * Checks what a plugin's module exports by default.
 *
 * @param origin - the module's name, for the sentence
 * @throws PersonaError `CONFIGURATION` when it is no plugin, or one of another API version
 */
export function parsePlugin(exported: unknown, origin: string): Plugin {
  const parsed = shape.safeParse(exported);
  if (parsed.success) return exported as Plugin;
  throw new PersonaError(
    "CONFIGURATION",
    `"${origin}" exports no plugin of API version 1 by default: ${issuesText(parsed.error)}.`,
  );
}

/** The plugins of a program, and what their factories may read. */
export interface Opening {
  readonly plugins: readonly Plugin[];
  readonly environment: PluginContext["environment"];
}

/**
 * Opens a model by its location: a scheme, a colon and what that scheme's plugin makes of the rest.
 *
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme
 */
export async function openModel(location: string, opening: Opening): Promise<LanguageModel> {
  return factoryFor("model", location, opening, ({ models }) => models)(contextOf(opening));
}

/**
 * Opens a store by its location: `redis://localhost:6379/0` is opened by the plugin that knows the scheme `redis`.
 *
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme
 */
export async function openStore(location: string, opening: Opening): Promise<PersonaStore> {
  return factoryFor("store", location, opening, ({ stores }) => stores)(contextOf(opening));
}

/**
 * Opens the queue of a runner by its location.
 *
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme
 */
export async function openRunner(
  location: string,
  opening: Opening,
  settings: Omit<RunnerSettings, keyof PluginContext>,
): Promise<UpdateRunner> {
  const make = factoryFor("runner", location, opening, ({ runners }) => runners);
  return make({ ...contextOf(opening), ...settings });
}

function contextOf({ plugins, environment }: Opening): PluginContext {
  return { environment, openModel: (inner) => openModel(inner, { plugins, environment }) };
}

function factoryFor<Made, Context extends PluginContext>(
  kind: "model" | "store" | "runner",
  location: string,
  { plugins }: Opening,
  factoriesOf: (plugin: Plugin) => Readonly<Record<string, Factory<Made, Context>>> | undefined,
): (context: Context) => Made | Promise<Made> {
  const colon = location.indexOf(":");
  const scheme = location.slice(0, Math.max(0, colon));
  const makers = plugins.filter((plugin) => Object.hasOwn(factoriesOf(plugin) ?? {}, scheme));
  const [maker, rival] = makers;
  const factory = maker && factoriesOf(maker)?.[scheme];
  if (!factory) {
    const known = plugins.flatMap((plugin) => Object.keys(factoriesOf(plugin) ?? {})).join(", ") || "none";
    throw new PersonaError(
      "CONFIGURATION",
      `The ${kind} "${printLocation(location)}" is none that this program knows. Write a scheme, a colon and the ${kind}; the schemes are ${known}.`,
    );
  }
  if (rival) {
    throw new PersonaError(
      "CONFIGURATION",
      `The plugins "${maker.name}" and "${rival.name}" both open ${kind}s of the scheme "${scheme}". Leave one of them out.`,
    );
  }
  return (context) => factory(location.slice(colon + 1), context);
}

/** A location fit for eyes and logs: without user, password and query. */
export function printLocation(location: string): string {
  return location.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/gi, "$1").replace(/\?[^#]*/gs, "");
}
