import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dyingFiles, type Fault, failingFiles } from "./__fixtures__/failing-files.ts";
import { CHANGES, checkIntact, type SampleFolder, sampleFolder, USER } from "./__fixtures__/sample-folder.ts";
import { partOf } from "./__fixtures__/sample-user.ts";
import { fileStore } from "./file-store.ts";
import { type FileFunctions, nodeFiles } from "./files.ts";

let sample: SampleFolder;
beforeAll(async () => {
  sample = await sampleFolder();
});
afterAll(() => sample.remove());

/** More calls than any change makes. */
const CALLS = 1_000;

describe("a process that dies at any call of the file system", () => {
  for (const change of CHANGES) {
    test(`leaves ${change.name} done or not done, and nothing to repair`, { timeout: 120_000 }, async () => {
      const outcomes = new Set<boolean>();
      for (let calls = 0; calls < CALLS; calls += 1) {
        const directory = sample.copy();
        const acknowledged = await change.run(fileStore({ directory, files: dyingFiles(calls) })).catch(unavailable);
        const happened = await change.happened(fileStore({ directory }), directory);
        expect(happened || !acknowledged, `acknowledged before call ${calls} and lost`).toBe(true);
        await checkIntact(directory);
        rmSync(directory, { recursive: true });
        outcomes.add(happened);
        if (acknowledged) break;
      }
      expect(outcomes).toEqual(new Set([false, true]));
    });
  }
});

const FAULTS: readonly Fault[] = [{ code: "ENOSPC" }, { code: "EROFS" }, { code: "EACCES" }];
const FUNCTIONS = (Object.keys(nodeFiles) as (keyof FileFunctions)[]).filter((name) => name !== "close");

describe("a file function that fails", () => {
  for (const name of FUNCTIONS) {
    const faults: readonly Fault[] = name === "write" ? [...FAULTS, "short"] : FAULTS;
    test(`${name}: says so, leaves nothing half-written, and all goes on afterwards`, { timeout: 60_000 }, async () => {
      // Each at another call: the first, the second, …
      for (const [before, fault] of faults.entries()) {
        for (const change of CHANGES) {
          const directory = sample.copy();
          let calls = 0;
          const files = failingFiles((called) => {
            calls += called === name ? 1 : 0;
            return called === name && calls > before ? fault : undefined;
          });
          const acknowledged = await change.run(fileStore({ directory, files })).catch(unavailable);
          const happened = await change.happened(fileStore({ directory }), directory);
          expect(happened || !acknowledged, change.name).toBe(true);
          await checkIntact(directory);
          rmSync(directory, { recursive: true });
        }
      }
    });
  }

  test("reading fails as well, and never answers that nothing is stored", async () => {
    const directory = sample.copy();
    for (const name of FUNCTIONS) {
      const store = fileStore({
        directory,
        files: failingFiles((called) => (called === name ? { code: "EIO" } : undefined)),
      });
      for (const read of [
        () => store.readHead(USER),
        () => store.readPersona(USER),
        () => store.readRevisions(USER, { limit: 3 }),
        () => store.readParts(USER, { after: 0, limit: 3 }),
        () => store.readSession(USER, "one"),
      ]) {
        const answer = await read().catch(unavailable);
        expect(answer).not.toBeNull();
        expect(answer).not.toEqual([]);
      }
    }
  });

  test("the error names the file within the data folder, and what to do", async () => {
    const directory = sample.copy();
    const files = failingFiles((called) => (called === "write" ? { code: "ENOSPC" } : undefined));
    const attempt = fileStore({ directory, files }).appendPart(USER, partOf("late"));
    await expect(attempt).rejects.toThrow(
      /^"users\/[0-9a-f]{2}\/[0-9a-f]{40}\/sessions-[0-9a-f]+\.log" .*\(ENOSPC\).*Free some space/,
    );
  });
});

test("a medium that is really full says so, loses nothing, and takes more once there is space", async ({ skip }) => {
  const directory = mkdtempSync(join(tmpdir(), "lifelong-full-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], { stdio: "pipe" });
  } catch (error) {
    rmSync(directory, { recursive: true });
    skip(`A file system of 1 MB could not be mounted: ${String(error).split("\n")[0]}`);
  }
  try {
    const ballast = join(directory, "ballast");
    writeFileSync(ballast, Buffer.alloc(600_000));
    const store = fileStore({ directory: join(directory, "data") });
    const long = { messages: [{ role: "user" as const, text: "a".repeat(20_000) }] };
    const stored: string[] = [];
    let failure: unknown;
    for (let round = 0; failure === undefined; round += 1) {
      const { outcome } = await store.appendPart(USER, { ...partOf(`${round}`), ...long }).catch((error: unknown) => {
        failure = error;
        return { outcome: "failed" };
      });
      if (outcome === "stored") stored.push(`${round}`);
    }
    expect(failure).toMatchObject({ code: "STORE_UNAVAILABLE" });
    const held = async () => (await store.readParts(USER, { after: 0, limit: 999 })).map(({ sessionId }) => sessionId);
    expect(await held()).toEqual(stored);
    rmSync(ballast);
    expect(await store.appendPart(USER, partOf("afterwards"))).toMatchObject({ outcome: "stored" });
    expect(await held()).toEqual([...stored, "afterwards"]);
  } finally {
    execFileSync("umount", [directory]);
    rmSync(directory, { recursive: true });
  }
});

/** Only the error of the contract may come out. */
function unavailable(error: unknown): false {
  if (!PersonaError.isInstance(error) || error.code !== "STORE_UNAVAILABLE") throw error;
  return false;
}
