import { scriptedModel } from "@lifelong/core/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { askJson } from "./ask-json.ts";

const schema = z.strictObject({ analysis: z.string(), helpful: z.number().min(0).max(10) });
const messages = [{ role: "user" as const, text: "Rate it." }];
const ask = (model: ReturnType<typeof scriptedModel>) => askJson(model, { name: "rating", schema, messages });

test("the object is found in talk, in a fence, and with small mistakes", async () => {
  for (const text of [
    '{"analysis":"Fine.","helpful":7}',
    'Well.\n```json\n{"analysis":"Fine.","helpful":7}\n```\nThat is all.',
    "{analysis: 'Fine.', helpful: 7,}",
  ]) {
    expect(await ask(scriptedModel([text]))).toEqual({ analysis: "Fine.", helpful: 7 });
  }
});

test("what does not fit is asked for once more, with what was wrong", async () => {
  const model = scriptedModel(['{"analysis":"Fine.","helpful":12}', '{"analysis":"Fine.","helpful":9}']);
  expect(await ask(model)).toMatchObject({ helpful: 9 });
  expect(model.requests[1]?.messages.at(-1)?.text).toContain("helpful");
});

test("a model that gives none is said to give none", async () => {
  await expect(ask(scriptedModel(["no", "no"]))).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
});

test("the strictest form that the model takes is used, without what strict vendors refuse", async () => {
  const answer = '{"analysis":"Fine.","helpful":7}';
  const strict = scriptedModel([answer], { output: "schema" });
  await ask(strict);
  const { output } = strict.requests[0] ?? {};
  expect(output).toMatchObject({ kind: "schema", name: "rating", schema: { required: ["analysis", "helpful"] } });
  expect(JSON.stringify(output)).not.toMatch(/minimum|maximum|\$schema/);
  const loose = scriptedModel([answer], { output: "json" });
  await ask(loose);
  expect(loose.requests[0]?.output).toEqual({ kind: "json" });
  expect(loose.requests[0]?.messages.at(-1)?.text).toContain('"required":["analysis","helpful"]');
});
