import type { Icon } from "@modelcontextprotocol/server";
import packageJson from "../package.json" with { type: "json" };

/** How the server names itself. */
export const IMPLEMENTATION: { name: string; title: string; version: string } = {
  name: "lifelong",
  title: "Lifelong",
  version: packageJson.version,
};

/** A person in outline, for a light and for a dark ground. Inline, so that nothing is fetched. */
const STROKES = { light: "#3f6f4e", dark: "#9ccfac" } as const;

export const ICONS: Icon[] = (["light", "dark"] as const).map((theme) => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${STROKES[theme]}" stroke-width="2"><circle cx="12" cy="9" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/></svg>`;
  return {
    src: `data:image/svg+xml;base64,${Buffer.from(drawing).toString("base64")}`,
    mimeType: "image/svg+xml",
    sizes: ["any"],
    theme,
  };
});
