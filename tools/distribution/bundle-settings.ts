import { type Setting, settings } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What begins the location of a model, and where its key is read from. */
const KEYS: Readonly<Record<string, string>> = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GEMINI_API_KEY",
  "openai-compatible": "OPENAI_COMPATIBLE_API_KEY",
};

/** The variable by which a host hands a setting of the bundle over. */
export function bundleVariable(key: Setting["key"]): string {
  return `LIFELONG_BUNDLE_${key.toUpperCase()}`;
}

/**
 * The environment of the command, from that of the bundle. A setting that was left empty is none, and so is one whose
 * placeholder the host has left standing.
 */
export function bundleEnvironment(environment: Environment): Record<string, string> {
  const given: Partial<Record<Setting["key"], string>> = {};
  const variables: Record<string, string> = {};
  const ours = new Set(settings.map(({ key }) => bundleVariable(key)));
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && !ours.has(name)) variables[name] = value;
  for (const { key } of settings) {
    const value = environment[bundleVariable(key)]?.trim();
    if (value && !value.startsWith("${user_config.")) given[key] = value;
  }
  const { model, folder, profile, api_key } = given;
  if (model) variables.LIFELONG_MODEL = model;
  if (folder) variables.LIFELONG_STORE = `file:${folder}`;
  if (profile) variables.LIFELONG_PROFILE = profile;
  // A key goes to the vendor that was named, and to no other.
  const keyVariable = KEYS[model?.split(":")[0] ?? ""];
  if (api_key && keyVariable) variables[keyVariable] = api_key;
  return variables;
}
