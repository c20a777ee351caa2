import fc from "fast-check";
import { expect, test } from "vitest";
import { addUsage, tokensSpent, type Usage, unreportedCalls } from "./usage.ts";

const call = fc.record(
  { inputTokens: fc.nat(9_000), outputTokens: fc.nat(900), isReported: fc.boolean() },
  { requiredKeys: ["isReported"] },
);

test("the sum of any calls knows how many there were, and how many brought no report", () => {
  fc.assert(
    fc.property(fc.array(call), fc.nat(), (calls, cut) => {
      const usages = calls.map(
        ({ isReported, inputTokens = 0, outputTokens }): Usage =>
          isReported ? { calls: 1, inputTokens, ...(outputTokens !== undefined && { outputTokens }) } : { calls: 1 },
      );
      const sum = (some: readonly Usage[]) => some.reduce<Usage>(addUsage, {});
      const at = cut % (usages.length + 1);
      const total = addUsage(sum(usages.slice(0, at)), sum(usages.slice(at)));
      const unreported = calls.filter(({ isReported }) => !isReported).length;
      expect(total.calls ?? 0).toBe(calls.length);
      expect(unreportedCalls(total)).toBe(unreported);
      expect(total.unreported).toBe(unreported > 0 ? unreported : undefined);
      expect(tokensSpent(total)).toBe(
        unreported * 14_000 +
          usages.reduce((tokens, usage) => tokens + (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0), 0),
      );
    }),
  );
});

test("tokens that no call reported stay unknown", () => {
  expect(addUsage({ calls: 1 }, { calls: 2 })).toEqual({ calls: 3, unreported: 3 });
  expect(addUsage({ calls: 1, outputTokens: 5 }, {})).toEqual({ calls: 1, outputTokens: 5 });
});
