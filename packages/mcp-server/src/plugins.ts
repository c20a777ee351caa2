import type { Opening, Plugin } from "@lifelong/core";
import providers from "@lifelong/providers";
import { fileStore } from "@lifelong/store-file";
import type { Config } from "./config.ts";
import { findModule, findPackage, type Places } from "./find-module.ts";
import { KNOWN_STORES, type KnownPackage, standIn } from "./known-stores.ts";
import { loadPlugin, pathOf } from "./load-plugin.ts";
import { folderOf } from "./location.ts";

/** A plugin that the command opens locations with, and where it comes from. */
export interface Source {
  readonly plugin: Plugin;
  /** `built-in`: part of the command. `named`: by `--plugin` or `LIFELONG_PLUGIN`. `known`: by its schemes, loaded on use. */
  readonly origin: "built-in" | "named" | "known";
  /** Of its module; absent: it is built in, or not installed. */
  readonly path?: string;
  /** What would install it, where it is missing. */
  readonly install?: string;
}

type Told = Pick<Config, "plugins">;

/** Everything that opens stores and models by location: what the command brings, and what it was told to load. */
const BUILT_IN: readonly Plugin[] = [
  {
    name: "@lifelong/store-file",
    apiVersion: 1,
    stores: { file: (location) => fileStore({ directory: folderOf(location) }) },
  },
  providers,
];

/**
 * Loads the plugins that were named, and gives them with those that need not be named. One that is named twice is
 * loaded once.
 *
 * @throws PersonaError `CONFIGURATION` for a plugin that is not there, cannot be loaded or is none
 */
export async function loadSources(
  { plugins }: Told,
  {
    places = { working: process.cwd(), command: import.meta.url },
    known = KNOWN_STORES,
  }: { places?: Places; known?: readonly KnownPackage[] } = {},
): Promise<readonly Source[]> {
  const names = new Map(plugins.map((name) => [findModule(name, places), name]));
  const named = await Promise.all(
    [...names].map(async ([url, name]): Promise<Source> => {
      return { plugin: await loadPlugin(name, url), origin: "named", path: pathOf(url) };
    }),
  );
  const taken = new Set(named.flatMap(({ plugin }) => Object.keys(plugin.stores ?? {})));
  return [
    ...BUILT_IN.map((plugin): Source => ({ plugin, origin: "built-in" })),
    ...named,
    ...known.flatMap((one) => knownSource(one, taken, places.command)),
  ];
}

function knownSource(known: KnownPackage, taken: ReadonlySet<string>, command: string): Source[] {
  const schemes = known.schemes.filter((scheme) => !taken.has(scheme));
  if (schemes.length === 0) return [];
  const url = findPackage(known.name, command);
  return [
    {
      plugin: standIn(known, schemes, command),
      origin: "known",
      ...(url === undefined ? { install: known.install } : { path: pathOf(url) }),
    },
  ];
}

/** What locations are opened with. */
export async function openingOf(config: Pick<Config, "plugins" | "environment">): Promise<Opening> {
  const sources = await loadSources(config);
  return { plugins: sources.map(({ plugin }) => plugin), environment: config.environment };
}
