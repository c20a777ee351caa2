import { REFUSAL_CODES } from "@lifelong/core";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { optimizePersona } from "../tools/optimize-persona.ts";
import { recordSession } from "../tools/record-session.ts";
import { OPTIMIZER_TEXT } from "./optimizer-text.ts";

/** Refusals of the pass that tidies one field, which no host's model does. */
const OF_TIDYING = ["not-a-duplicate", "out-of-scope"];

const coded = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

test("names no tool and no argument that is not there", () => {
  const tools = catalogue.map(({ name }) => name);
  const named = coded(OPTIMIZER_TEXT).filter((word) => /^[a-z]+_[a-z]+$/.test(word));
  expect(new Set(named)).toEqual(new Set(["get_persona", "record_session", "optimize_persona", "edit_persona"]));
  expect(tools).toEqual(expect.arrayContaining(named));
  expect(recordSession.input.shape).toHaveProperty("private");
  expect(recordSession.output.shape).toHaveProperty("notKept");
  expect(Object.keys(optimizePersona.input.shape)).toEqual(expect.arrayContaining(["ticket", "operations"]));
});

test("answers every refusal that a proposal can meet, and no other", () => {
  const table = OPTIMIZER_TEXT.slice(OPTIMIZER_TEXT.indexOf("| Code |"));
  const codes = coded(table).filter((word) => REFUSAL_CODES.some((code) => code === word));
  const met = REFUSAL_CODES.filter((code) => !OF_TIDYING.includes(code));
  expect(codes.toSorted()).toEqual(met.toSorted());
});

test("names outcomes that there are", () => {
  const outcomes = optimizePersona.output.shape.outcome;
  for (const outcome of ["proposal-wanted", "committed", "nothing", "paused", "limited", "running"]) {
    expect(coded(OPTIMIZER_TEXT)).toContain(outcome);
    expect(outcomes?.safeParse(outcome).success).toBe(true);
  }
});

test("shows an operation as the tool takes it", () => {
  const operation: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(OPTIMIZER_TEXT)?.[1] ?? "");
  expect(optimizePersona.input.safeParse({ ticket: "t", operations: [operation] }).error).toBeUndefined();
});

test("fits on the pages that hosts load: its description and its body keep the limits of the format", () => {
  const description = /^description: (.*)$/m.exec(OPTIMIZER_TEXT)?.[1] ?? "";
  expect(description.length).toBeGreaterThan(100);
  expect(description.length).toBeLessThanOrEqual(1024);
  expect(OPTIMIZER_TEXT.split("\n").length).toBeLessThan(500);
});
