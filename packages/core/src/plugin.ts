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

const API_VERSION = 1;

const factories = z.record(
  z.string().regex(/^[a-z][a-z0-9+.-]*$/, "a scheme is lower case letters, digits, + . -"),
  z.custom((value) => typeof value === "function", "a factory is a function"),
);
const shape = z.object({
  name: z.string().min(1),
  apiVersion: z.literal(API_VERSION),
  stores: factories.optional(),
  models: factories.optional(),
  runners: factories.optional(),
});

const versioned = z.object({ apiVersion: z.union([z.number(), z.string().max(20)]) });

/**
 * Checks what a plugin's module exports by default.
 *
 * @param exported - undefined: it has no default export
 * @param origin - the module's name, for the sentence
 * @throws PersonaError `CONFIGURATION` when it is no plugin, or one of another API version
 */
export function parsePlugin(exported: unknown, origin: string): Plugin {
  if (exported === undefined) {
    throw new PersonaError("CONFIGURATION", `"${origin}" has no default export, and that is where a plugin stands.`);
  }
  const version = versioned.safeParse(exported).data?.apiVersion ?? API_VERSION;
  if (version !== API_VERSION) {
    throw new PersonaError(
      "CONFIGURATION",
      `The plugin "${origin}" is of API version ${version}, and this program takes API version ${API_VERSION}. Install a release of the plugin, or of Lifelong, that fits the other.`,
    );
  }
  const parsed = shape.safeParse(exported);
  if (parsed.success) return exported as Plugin;
  throw new PersonaError(
    "CONFIGURATION",
    `"${origin}" exports no plugin of API version ${API_VERSION} by default: ${issuesText(parsed.error)}.`,
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
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme, or its factory fails; what
 * a factory throws as a `PersonaError` is thrown as it is
 */
export async function openModel(location: string, opening: Opening): Promise<LanguageModel> {
  return factoryFor("model", location, opening, ({ models }) => models)(contextOf(opening));
}

/**
 * Opens a store by its location: `redis://localhost:6379/0` is opened by the plugin that knows the scheme `redis`.
 *
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme, or its factory fails; what
 * a factory throws as a `PersonaError` is thrown as it is
 */
export async function openStore(location: string, opening: Opening): Promise<PersonaStore> {
  return factoryFor("store", location, opening, ({ stores }) => stores)(contextOf(opening));
}

/**
 * Opens the queue of a runner by its location.
 *
 * @throws PersonaError `CONFIGURATION` when no plugin, or more than one, knows the scheme, or its factory fails; what
 * a factory throws as a `PersonaError` is thrown as it is
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
): (context: Context) => Promise<Made> {
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
  return async (context) => {
    try {
      return await factory(location.slice(colon + 1), context);
    } catch (cause) {
      if (PersonaError.isInstance(cause)) throw cause;
      // What others write into their errors may hold a password, so that their words are the cause and no more.
      throw new PersonaError(
        "CONFIGURATION",
        `The plugin "${maker.name}" failed to open a ${kind} of the scheme "${scheme}". Check the ${kind}'s location and what the plugin needs; its makers know the rest.`,
        { cause },
      );
    }
  };
}

/**
 * A location fit for eyes and logs: without user, password and query. Where an `@` tells no user from a host, since one
 * is left or two hosts may begin before it, nothing after the scheme is printed.
 */
export function printLocation(location: string): string {
  const bare = location.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/gi, "$1");
  const isUnclear = location.includes("@") && location.split("://").length > 2;
  if (isUnclear || bare.includes("@")) return `${/^[a-z][a-z0-9+.-]*:/i.exec(bare)?.[0] ?? ""}…`;
  return bare.replace(/\?[^#]*/gs, "");
}
