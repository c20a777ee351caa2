import { describe, expect, test } from "vitest";
import { parseRetryAfter, vendorError } from "./vendor-error.ts";

const vendor = { name: "Acme", modelId: "m-1", keyVariable: "ACME_KEY", sdk: "acme" };

describe("the error for a vendor's", () => {
  test.for([
    [undefined, "MODEL_UNAVAILABLE"],
    [200, "MODEL_UNAVAILABLE"],
    [400, "MODEL_REJECTED"],
    [401, "CONFIGURATION"],
    [402, "CONFIGURATION"],
    [403, "CONFIGURATION"],
    [404, "CONFIGURATION"],
    [408, "MODEL_UNAVAILABLE"],
    [413, "MODEL_REJECTED"],
    [422, "MODEL_REJECTED"],
    [429, "MODEL_UNAVAILABLE"],
    [500, "MODEL_UNAVAILABLE"],
    [529, "MODEL_UNAVAILABLE"],
  ] as const)("of status %s is %s, and names vendor and model", ([status, code]) => {
    const error = vendorError(vendor, { status });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/Acme.*m-1/);
  });

  test("an account without credit is told as such, not as an overload that passes", () => {
    for (const failure of [{ status: 429, code: "insufficient_quota" }, { status: 402 }]) {
      const error = vendorError(vendor, failure);
      expect(error.code).toBe("CONFIGURATION");
      expect(error.message).toContain("no credit left");
    }
    expect(vendorError(vendor, { status: 429, code: "rate_limit_exceeded" }).code).toBe("MODEL_UNAVAILABLE");
  });

  test("repeats a name of the vendor's, and no sentence", () => {
    expect(vendorError(vendor, { status: 404, code: "model_not_found" }).message).toContain("404 (model_not_found)");
    for (const code of ["Your key sk-1 is wrong", "sk-1-key", 1]) {
      expect(vendorError(vendor, { status: 404, code }).message).not.toContain("(");
    }
  });
});

test("Retry-After is read in seconds and as a date", () => {
  const now = Date.parse("2026-03-01T10:00:00Z");
  expect(parseRetryAfter("2", now)).toBe(2_000);
  expect(parseRetryAfter("0.5", now)).toBe(500);
  expect(parseRetryAfter("Sun, 01 Mar 2026 10:00:30 GMT", now)).toBe(30_000);
  expect(parseRetryAfter("Sun, 01 Mar 2026 09:00:00 GMT", now)).toBe(0);
  expect(parseRetryAfter("soon", now)).toBeUndefined();
  expect(parseRetryAfter(null, now)).toBeUndefined();
});
