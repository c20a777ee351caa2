import { PersonaError } from "@lifelong/core";
import { jsonDocument, type ReadContext, type ResourceTemplate } from "../define-resource.ts";
import { listRevision } from "../list-revision.ts";
import { ME } from "./me.ts";

/** Numbers offered at most: what the protocol allows. */
const OFFERED = 100;

/** The persona as it stood after a revision, and what that revision changed. */
export const revision: ResourceTemplate = {
  name: "persona-revision",
  uriTemplate: `${ME}/revisions/{revision}`,
  variable: "revision",
  title: "An earlier state of the persona",
  description:
    "The persona as it stood after a revision, without what was forgotten since, and what that revision changed.",
  mimeType: "text/markdown",

  async read(number, context) {
    const { personalizer, userId } = context;
    const wanted = /^[1-9]\d{0,14}$/.test(number) ? Number(number) : 0;
    const [found] = wanted === 0 ? [] : await personalizer.history(userId, { before: wanted + 1, limit: 1 });
    if (found?.revision !== wanted) {
      const [newest] = await newestRevisions(context, 1);
      throw new PersonaError("INVALID_INPUT", `There is no revision with that number. The newest is ${newest ?? 0}.`);
    }
    const persona = await personalizer.show(userId, { revision: wanted });
    const { render } = await import("@lifelong/core");
    const { text } = render(persona, personalizer.schema, { now: new Date(found.at) });
    return [
      { mimeType: "text/markdown", text: text === "" ? "Nothing was known then.\n" : text },
      jsonDocument(listRevision(found)),
    ];
  },

  async complete(beginning, context) {
    const numbers = await newestRevisions(context, OFFERED * 10);
    return numbers
      .map(String)
      .filter((number) => number.startsWith(beginning))
      .slice(0, OFFERED);
  },
};

async function newestRevisions({ personalizer, userId }: ReadContext, limit: number): Promise<readonly number[]> {
  return (await personalizer.history(userId, { limit })).map(({ revision: number }) => number);
}
