import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import { defaultTools } from "../../packages/mcp-server/src/catalogue.ts";
import { IMPLEMENTATION } from "../../packages/mcp-server/src/implementation.ts";
import { bundleVariable } from "./bundle-settings.ts";
import { settings } from "./settings.ts";

const LONG_DESCRIPTION =
  "Your assistant gets a memory of you that you can trust: a small persona that learns from conversations, quotes you for everything it believes, and can be read, corrected, undone and forgotten. Everything stays on this machine, and nothing is sent anywhere but to a model that you name yourself; PRIVACY.md in the bundle says it in full.";

/** `manifest.json` of the bundle for Claude Desktop (MCPB 0.3): how to start the server, and a form for its settings. */
export function bundleManifest(): object {
  const { name, version, description, license, engines } = packageJson;
  return {
    manifest_version: "0.3",
    name,
    display_name: IMPLEMENTATION.title,
    version,
    description,
    long_description: LONG_DESCRIPTION,
    author: { name: "Lifelong contributors" },
    license,
    keywords: ["memory", "persona", "personalization", "privacy"],
    icon: "icon-light.png",
    icons: ["light", "dark"].map((theme) => ({ src: `icon-${theme}.png`, size: "512x512", theme })),
    server: {
      type: "node",
      entry_point: "server/main.js",
      mcp_config: {
        command: "node",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the host fills it in
        args: ["${__dirname}/server/main.js", "serve"],
        env: Object.fromEntries(settings.map(({ key }) => [bundleVariable(key), `\${user_config.${key}}`])),
      },
    },
    tools: defaultTools.map(({ name, title }) => ({ name, description: title })),
    // Their texts depend on the persona and on the host, so that the server makes them.
    prompts_generated: true,
    compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: engines.node } },
    user_config: Object.fromEntries(
      settings.map(({ key, title, description, type, sensitive = false }) => [
        key,
        { type, title, description, required: false, ...(sensitive && { sensitive }) },
      ]),
    ),
  };
}
