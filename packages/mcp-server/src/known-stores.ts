import {
  type Factory,
  PersonaError,
  type PersonaStore,
  type Plugin,
  type RunnerSettings,
  type UpdateRunner,
} from "@lifelong/core";
import { findPackage } from "./find-module.ts";
import { loadPlugin } from "./load-plugin.ts";

/** A package whose stores need no `--plugin`, for those who have it installed. */
export interface KnownPackage {
  readonly name: string;
  /** Of its stores. */
  readonly schemes: readonly string[];
  /** Of its runners. */
  readonly runners?: readonly string[];
  readonly install: string;
}

/** Which package stands behind a scheme that is well known. None of them is part of the command. */
export const KNOWN_STORES: readonly KnownPackage[] = [
  {
    name: "@lifelong/store-redis",
    schemes: ["redis", "rediss", "redis+cluster"],
    runners: ["redis", "rediss"],
    install: "npm install @lifelong/store-redis redis bullmq",
  },
];

/**
 * A plugin that stands for a package until a store of it is opened. The package is looked for beside the command alone:
 * a folder that the command happens to be called in shall not decide whom a password is given to.
 *
 * @param schemes - those that no other plugin opens
 * @param command - URL of a file of the command
 */
export function standIn(known: KnownPackage, schemes: readonly string[], command: string): Plugin {
  async function load(kind: string, scheme: string): Promise<Plugin> {
    const url = findPackage(known.name, command);
    if (url !== undefined) return loadPlugin(known.name, url);
    throw new PersonaError(
      "CONFIGURATION",
      `A ${kind} of the scheme "${scheme}" needs the package "${known.name}", which is not installed beside this command: ${known.install}.`,
    );
  }

  function missing(kind: string, scheme: string): PersonaError {
    return new PersonaError(
      "CONFIGURATION",
      `The package "${known.name}" that is installed opens no ${kind} of the scheme "${scheme}". Install a newer one: ${known.install}.`,
    );
  }

  function standingIn<Factory>(names: readonly string[], factoryOf: (scheme: string) => Factory) {
    return Object.fromEntries(names.map((scheme) => [scheme, factoryOf(scheme)]));
  }

  return {
    name: known.name,
    apiVersion: 1,
    stores: standingIn(
      schemes,
      (scheme): Factory<PersonaStore> =>
        async (location, context) => {
          const factory = (await load("store", scheme)).stores?.[scheme];
          if (factory) return factory(location, context);
          throw missing("store", scheme);
        },
    ),
    runners: standingIn(
      known.runners ?? [],
      (scheme): Factory<UpdateRunner, RunnerSettings> =>
        async (location, settings) => {
          const factory = (await load("runner", scheme)).runners?.[scheme];
          if (factory) return factory(location, settings);
          throw missing("runner", scheme);
        },
    ),
  };
}
