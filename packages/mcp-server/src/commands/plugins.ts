import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { type ListedPlugin, viewPlugins } from "../view/plugins-view.ts";

export function define(command: Command, run: Run): void {
  command
    .description(
      "What opens stores, models and whatever else stands as a location: what Lifelong brings, and what --plugin and LIFELONG_PLUGIN name. Loads what is named, and opens nothing.",
    )
    .addHelpText("after", examples("plugins", "plugins --plugin ./plugin.ts", "plugins --json"))
    .action(() =>
      run(async ({ config, answer }) => {
        const { loadSources } = await import("../plugins.ts");
        const listed = (await loadSources(config)).map(({ plugin, ...from }): ListedPlugin => {
          return { name: plugin.name, ...from, offers: offersOf(plugin) };
        });
        answer(listed, (layout) => viewPlugins(listed, layout));
      }),
    );
}

/** Every kind of thing that a plugin makes, with the schemes of each. */
function offersOf(plugin: object): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(plugin).flatMap(([kind, factories]: [string, unknown]) =>
      typeof factories === "object" && factories !== null ? [[kind, Object.keys(factories)]] : [],
    ),
  );
}
