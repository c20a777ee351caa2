import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ERROR_CODES, PersonaError } from "./errors.ts";
import { REFUSAL_CODES } from "./revision.ts";

const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
const [errors = "", refusals = ""] = page.split("## Refusals are not errors");
const listed = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code]) => code);

describe("docs/errors.md", () => {
  test("lists every error code and no other", () => {
    expect(listed(errors).sort()).toEqual([...ERROR_CODES].sort());
  });

  test("says of each whether the same call may succeed later", () => {
    for (const code of ERROR_CODES) {
      const retry = new PersonaError(code, "…").retryable ? "yes" : "no";
      expect(errors).toMatch(new RegExp(`^\\| \`${code}\` \\| [^|]+ \\| ${retry} \\|`, "m"));
    }
  });

  test("lists every refusal code and no other", () => {
    expect(listed(refusals).sort()).toEqual([...REFUSAL_CODES].sort());
  });
});

describe("PersonaError", () => {
  test("is recognised across installed copies, and nothing else is", () => {
    const copy = Object.assign(new Error("same"), { [Symbol.for("lifelong.PersonaError")]: true });
    expect(PersonaError.isInstance(copy)).toBe(true);
    expect(PersonaError.isInstance(new PersonaError("INVALID_INPUT", "…"))).toBe(true);
    expect([new Error("…"), null, "INVALID_INPUT", {}].some((value) => PersonaError.isInstance(value))).toBe(false);
  });

  test("carries its cause", () => {
    const cause = new Error("disk");
    expect(new PersonaError("STORE_UNAVAILABLE", "…", { cause }).cause).toBe(cause);
  });
});
