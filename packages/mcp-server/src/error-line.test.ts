import { PersonaError } from "@lifelong/core";
import { expect, test } from "vitest";
import { errorLine } from "./error-line.ts";

test("says our own message and the kind of what caused it, never what another program's error says", () => {
  const cause = Object.assign(new Error("ENOSPC: no space left, write 'I am allergic to nuts'"), { code: "ENOSPC" });
  const line = errorLine(new PersonaError("STORE_UNAVAILABLE", "The disk is full.", { cause }));
  expect(line).toMatch(/^STORE_UNAVAILABLE: The disk is full\., caused by Error ENOSPC at /);
  expect(line).not.toContain("allergic");
  expect(line).toContain("error-line.test.ts:");
  expect(line).not.toMatch(/[\\/]/);
  expect(line).not.toContain("\n");
});
