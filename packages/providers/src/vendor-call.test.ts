import { expect, test } from "vitest";
import { callVendor } from "./vendor-call.ts";

test("nothing is told after the end, whatever an SDK has read already", async () => {
  const heard: string[] = [];
  const abort = new AbortController();
  const vendor = { name: "Example", modelId: "m", keyVariable: "EXAMPLE_KEY" };
  const calling = callVendor(
    vendor,
    { signal: abort.signal, onText: (delta) => heard.push(delta) },
    async (_, onText) => {
      onText?.("one");
      abort.abort();
      await new Promise((resolve) => setTimeout(resolve, 0));
      onText?.("two");
      return { text: "onetwo", toolCalls: [], stop: "end", usage: {} };
    },
  );
  await expect(calling).rejects.toMatchObject({ name: "AbortError" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toEqual(["one"]);
});
