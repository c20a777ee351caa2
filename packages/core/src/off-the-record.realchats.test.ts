import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { offTheRecord } from "./off-the-record.ts";

const DATA = new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url);

const conversation = z.object({
  id: z.string(),
  dialogue: z.array(z.object({ role: z.string(), text: z.string() })),
});

test("nobody in 160 real conversations asks not to be remembered, and none of their messages is taken", (context) => {
  if (!existsSync(DATA)) context.skip("../shared/data/realchats is not there");
  const messages = readFileSync(DATA, "utf8")
    .trim()
    .split("\n")
    .map((line) => conversation.parse(JSON.parse(line)))
    .flatMap(({ id, dialogue }) => dialogue.map(({ role, text }, index) => ({ role, text, place: `${id} ${index}` })))
    .filter(({ role }) => role === "user");
  expect(messages.length).toBe(1563);
  expect(messages.filter(({ text }) => offTheRecord(text)).map(({ place }) => place)).toEqual([]);
});
