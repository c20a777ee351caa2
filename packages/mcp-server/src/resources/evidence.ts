import { jsonDocument, type Resource } from "../define-resource.ts";
import { ME } from "./me.ts";

/** What the persona card shows. Costs a model nothing, and hosts that show no card can have it read all the same. */
export const evidence: Resource = {
  name: "persona-evidence",
  uri: `${ME}/evidence`,
  title: "The persona with its evidence",
  description:
    "Every value with its basis and the user's words behind it, what waits, what was refused, and the newest changes.",
  mimeType: "application/json",
  audience: "user",
  async read(context) {
    // What it shows, nobody waits for who only lists the tools.
    const { gatherCard } = await import("../card/gather-card.ts");
    return [jsonDocument(await gatherCard(context))];
  },
};
