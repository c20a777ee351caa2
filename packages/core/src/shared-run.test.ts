import { expect, test } from "vitest";
import { createShareRun } from "./shared-run.ts";

/** Runs that end when the test says so, or a moment after they are aborted. */
function pendingRuns() {
  const begun: { signal: AbortSignal; finish: (result: string) => void }[] = [];
  const start = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      begun.push({ signal, finish: resolve });
      signal.addEventListener("abort", () => setImmediate(() => reject(signal.reason)));
    });
  return { begun, start };
}

const ABORTED = { name: "AbortError" };

test("a caller that leaves ends nothing that others wait for", async () => {
  const share = createShareRun<string>();
  const { begun, start } = pendingRuns();
  const leaving = new AbortController();
  const one = share("ana", start, leaving.signal);
  const other = share("ana", start, new AbortController().signal);
  leaving.abort();
  await expect(one).rejects.toMatchObject(ABORTED);
  expect(begun).toHaveLength(1);
  expect(begun[0]?.signal.aborted).toBe(false);
  begun[0]?.finish("done");
  expect(await other).toBe("done");
});

test("a run is aborted when the last caller has left", async () => {
  const share = createShareRun<string>();
  const { begun, start } = pendingRuns();
  const leaving = [new AbortController(), new AbortController()];
  const waiting = leaving.map(({ signal }) => share("ana", start, signal));
  for (const each of leaving) each.abort();
  for (const each of waiting) await expect(each).rejects.toMatchObject(ABORTED);
  expect(begun[0]?.signal.aborted).toBe(true);
});

test("whoever waits without a signal keeps the run alive", async () => {
  const share = createShareRun<string>();
  const { begun, start } = pendingRuns();
  const leaving = new AbortController();
  const background = share("ana", start);
  const caller = share("ana", start, leaving.signal);
  leaving.abort();
  await expect(caller).rejects.toMatchObject(ABORTED);
  begun[0]?.finish("done");
  expect(await background).toBe("done");
});

test("a caller that comes while an abandoned run is ending gets a run of its own", async () => {
  const share = createShareRun<string>();
  const { begun, start } = pendingRuns();
  const leaving = new AbortController();
  const abandoned = share("ana", start, leaving.signal);
  leaving.abort();
  const next = share("ana", start);
  await expect(abandoned).rejects.toMatchObject(ABORTED);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]?.finish("anew");
  expect(await next).toBe("anew");
});

test("a signal that has aborted already starts nothing", async () => {
  const { begun, start } = pendingRuns();
  await expect(createShareRun<string>()("ana", start, AbortSignal.abort())).rejects.toMatchObject(ABORTED);
  expect(begun).toEqual([]);
});
