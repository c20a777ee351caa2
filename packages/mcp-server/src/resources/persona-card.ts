import type { Resource } from "../define-resource.ts";

/** Where `get_persona` tells a host to find the card. */
export const CARD = "ui://lifelong/card";

/** Nothing outside the page is ever asked for, which a host enforces. */
const UI = {
  csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
  prefersBorder: true,
};

/** The persona as a card in the conversation, in hosts that show MCP Apps. The page holds nothing of the user. */
export const personaCard: Resource = {
  name: "persona-card",
  uri: CARD,
  title: "Persona card",
  description: "Shows the user what is known about them, and lets them correct it.",
  mimeType: "text/html;profile=mcp-app",
  audience: "user",
  async read() {
    const { cardHtml } = await import("../card/card-html.ts");
    return [{ mimeType: "text/html;profile=mcp-app", text: await cardHtml(), meta: { ui: UI } }];
  },
};
