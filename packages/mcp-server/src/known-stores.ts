import { type Factory, PersonaError, type PersonaStore, type Plugin } from "@lifelong/core";
import { findPackage } from "./find-module.ts";
import { loadPlugin } from "./load-plugin.ts";

/** A package whose stores need no `--plugin`, for those who have it installed. */
export interface KnownPackage {
  readonly name: string;
  /** Of its stores. */
  readonly schemes: readonly string[];
  readonly install: string;
}

/** Which package stands behind a scheme that is well known. None of them is part of the command. */
export const KNOWN_STORES: readonly KnownPackage[] = [
  {
    name: "@lifelong/store-redis",
    schemes: ["redis", "rediss", "redis+cluster"],
    install: "npm install @lifelong/store-redis redis",
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
  const factoryOf =
    (scheme: string): Factory<PersonaStore> =>
    async (location, context) => {
      const url = findPackage(known.name, command);
      if (url === undefined) {
        throw new PersonaError(
          "CONFIGURATION",
          `A store of the scheme "${scheme}" needs the package "${known.name}", which is not installed beside this command: ${known.install}.`,
        );
      }
      const factory = (await loadPlugin(known.name, url)).stores?.[scheme];
      if (factory) return factory(location, context);
      throw new PersonaError(
        "CONFIGURATION",
        `The package "${known.name}" that is installed opens no store of the scheme "${scheme}". Install a newer one: ${known.install}.`,
      );
    };
  return {
    name: known.name,
    apiVersion: 1,
    stores: Object.fromEntries(schemes.map((scheme) => [scheme, factoryOf(scheme)])),
  };
}
