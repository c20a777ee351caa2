import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { countLines, loadTokenCounter } from "./count-tokens.ts";
import { defaultSchema } from "./default-schema.ts";
import { type Content, emptyPersona, type Value } from "./persona.ts";
import { renderingName } from "./render.ts";

test("counts special tokens as the text that they are", async () => {
  const count = await loadTokenCounter();
  expect(count("")).toBe(0);
  expect(count("hello world")).toBe(2);
  for (const special of ["<|endoftext|>", "<|endofprompt|>", "<|im_start|>", "<|fim_prefix|>", "<|start|>"]) {
    expect(count(special)).toBeGreaterThan(3);
  }
});

test("counts the changed lines of known fields, tentative ones too, under the rendering's name", () => {
  const persona = {
    ...emptyPersona("ann"),
    fields: {
      location: { values: [valueHeld("v1", "Bern")] },
      likes: {
        values: [valueHeld("v2", "tea"), { ...valueHeld("v3", "rain"), tentative: true }, valueHeld("v4", "jazz")],
      },
      shoeSize: { values: [valueHeld("v5", 43)] },
    },
  };
  const lengths = (text: string) => text.length;
  const rendering = renderingName(defaultSchema);
  expect(countLines(persona, new Set(["v1", "v3", "v5", "gone"]), defaultSchema, lengths)).toEqual({
    v1: { tokens: "- lives in: Bern\n".length, rendering },
    v3: { tokens: "- likes: rain\n".length, rendering },
  });
});

test("reading, rendering and folding load no tokenizer", async () => {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { emptyPersona } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
    const { defaultSchema } = await import(${JSON.stringify(new URL("./default-schema.ts", import.meta.url).href)});
    const { render } = await import(${JSON.stringify(new URL("./render.ts", import.meta.url).href)});
    const { apply } = await import(${JSON.stringify(new URL("./apply.ts", import.meta.url).href)});
    const { loadTokenCounter } = await import(${JSON.stringify(new URL("./count-tokens.ts", import.meta.url).href)});
    const at = "2026-05-01T00:00:00.000Z";
    const value = { id: "v1", content: "Bern", basis: "user" };
    const persona = apply(emptyPersona("ann"), {
      format: 1, revision: 1, at, cause: { kind: "command" }, schema: "default@1", refusals: [],
      changes: [{ kind: "set", field: "location", value, evidence: [] }],
    });
    const { text } = render(persona, defaultSchema, { now: new Date(at) });
    const tokenizers = () => loaded.filter((url) => url.includes("gpt-tokenizer")).length;
    const before = tokenizers();
    await loadTokenCounter();
    console.log(JSON.stringify({ rendered: text.includes("Bern"), before, afterwards: tokenizers() > 0 }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect(JSON.parse(stdout)).toEqual({ rendered: true, before: 0, afterwards: true });
});

function valueHeld(id: string, content: Content): Value {
  const at = "2026-05-01T00:00:00.000Z";
  return { id, content, basis: "user", tentative: false, supportedBy: [], quotes: [], learnedAt: at, changedAt: at };
}
