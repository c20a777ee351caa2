import packageJson from "../package.json" with { type: "json" };

/** How the server names itself. */
export const IMPLEMENTATION: { name: string; title: string; version: string } = {
  name: "lifelong",
  title: "Lifelong",
  version: packageJson.version,
};

/** A person in outline. Inline, so that nothing is fetched. */
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#4a7c59" stroke-width="2"><circle cx="12" cy="9" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/></svg>';

export const ICONS: { src: string; mimeType: string; sizes: string[] }[] = [
  {
    src: `data:image/svg+xml;base64,${Buffer.from(DRAWING).toString("base64")}`,
    mimeType: "image/svg+xml",
    sizes: ["any"],
  },
];
