import { createPersonalizer, memoryStore } from "@lifelong/core";
import { expect, test } from "vitest";
import { createWatches } from "./persona-watch.ts";

test("a watch that somebody listens to is remembered however many users come after; of the others, the newest are", async () => {
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [] });
  const watches = createWatches(Promise.resolve(personalizer), 2);
  let heard = 0;
  const [ada, bob] = [watches.of("ada"), watches.of("bob")];
  const stop = ada.onChange(() => (heard += 1));
  for (const other of ["cid", "dan", "eve"]) watches.of(other);
  expect(watches.of("ada")).toBe(ada);
  expect(watches.of("bob")).not.toBe(bob);
  await ada.look();
  await personalizer.edit("ada", [{ kind: "set", field: "demographics.name", content: "Ada" }]);
  await watches.of("ada").look();
  expect(heard).toBe(1);
  stop();
  for (const other of ["fay", "gus"]) watches.of(other);
  expect(watches.of("ada")).not.toBe(ada);
});
