import type { Source } from "../plugins.ts";
import type { Layout } from "./layout.ts";
import { oneLine, wrap } from "./text-width.ts";
import { viewRow } from "./value-view.ts";

/** A plugin, where it comes from, and what it offers. */
export interface ListedPlugin extends Omit<Source, "plugin"> {
  readonly name: string;
  /** Schemes by kind, such as `stores` and `models`. */
  readonly offers: Readonly<Record<string, readonly string[]>>;
}

const KIND_WIDTH = 10;

const SAID: Readonly<Record<Source["origin"], string>> = {
  "built-in": "built in",
  named: "named",
  known: "loaded when a location asks for it",
};

/** Every plugin with its schemes, and the schemes that two of them claim. */
export function viewPlugins(plugins: readonly ListedPlugin[], layout: Layout): string {
  const lines = [
    ...plugins.flatMap((plugin) => [...viewPlugin(plugin, layout), ""]),
    ...rivalries(plugins).flatMap((sentence) => wrap(sentence, layout.width)),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function viewPlugin({ name, origin, path, install, offers }: ListedPlugin, layout: Layout): string[] {
  const kinds = Object.entries(offers).filter(([, schemes]) => schemes.length > 0);
  const columns = { indent: 2, nameWidth: KIND_WIDTH };
  return [
    `${layout.style.title(oneLine(name))} ${layout.style.faint(`· ${install === undefined ? SAID[origin] : "not installed"}`)}`,
    ...(kinds.length === 0 ? ["  offers nothing"] : []),
    ...kinds.flatMap(([kind, schemes]) => viewRow({ name: oneLine(kind), text: schemes.join(", ") }, columns, layout)),
    // Whole and in one line, so that it can be copied.
    ...[path, install].flatMap((line) => (line === undefined ? [] : [`  ${layout.style.faint(line)}`])),
  ];
}

/** Two plugins of one scheme are told of here, and refused when a location of it is opened. */
function rivalries(plugins: readonly ListedPlugin[]): string[] {
  const claims = plugins.flatMap(({ name, offers }) =>
    Object.entries(offers).flatMap(([kind, schemes]) => schemes.map((scheme) => ({ name, kind, scheme }))),
  );
  return claims.flatMap((claim, index) => {
    const rival = claims.slice(index + 1).find(({ kind, scheme }) => kind === claim.kind && scheme === claim.scheme);
    return rival === undefined
      ? []
      : [
          `"${claim.name}" and "${rival.name}" both offer ${claim.kind} of the scheme "${claim.scheme}". Leave one of them out.`,
        ];
  });
}
