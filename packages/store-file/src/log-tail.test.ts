import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closedSessionId, type Part } from "@lifelong/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { partOf } from "./__fixtures__/sample-user.ts";
import { encodePart } from "./append.ts";
import { nodeFiles } from "./files.ts";
import { readLogState } from "./log-tail.ts";
import { openMedium } from "./medium.ts";
import { encodeRecord } from "./record.ts";
import { createSessionIndex } from "./session-index.ts";
import { catchUp } from "./session-log.ts";
import { further } from "./standing.ts";

const INCARNATION = "incarnation";
const WRITERS = 3;

/** What a writer does: read the log, or write on the grounds of what it has read. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ does: fc.constant("read" as const), writer: fc.nat(WRITERS - 1) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constantFrom("part" as const, "closed" as const, "close" as const, "torn" as const, "loss" as const),
        writer: fc.nat(WRITERS - 1),
        session: fc.nat(3),
        /** How far the log came once, as its writer knows from elsewhere. */
        floor: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(60) }),
        brought: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 6 }),
        length: fc.constantFrom(10, 2_000),
      }),
    },
  ),
  { minLength: 1, maxLength: 40 },
);

test("the end of a log tells what the whole log tells, whatever its writers had read", () => {
  const root = mkdtempSync(join(tmpdir(), "lifelong-tail-"));
  const medium = openMedium(root, nodeFiles);
  let logs = 0;
  fc.assert(
    fc.property(steps, (history) => {
      logs += 1;
      const folder = join(root, String(logs));
      mkdirSync(folder);
      const log = join(folder, "log");
      const first = { kind: "user", userId: "u", incarnation: INCARNATION, seen: 0, sequence: 0, sessions: 0 } as const;
      // Long enough that the end of the log does not hold its beginning.
      writeFileSync(log, Buffer.concat([encodeRecord(first, []), Buffer.from("torn ".repeat(8_000))]));
      const indexes = Array.from({ length: WRITERS }, createSessionIndex);
      const add = (bytes: Buffer) => writeFileSync(log, bytes, { flag: "a" });
      for (const step of history) {
        const index = indexes[step.writer] as ReturnType<typeof createSessionIndex>;
        if (step.does === "read" || index.end === 0) catchUp(medium, log, index);
        if (step.does === "read") continue;
        const sessionId = `session ${step.session}`;
        const key = closedSessionId(INCARNATION, sessionId);
        const seen = index.end;
        const { sequence, sessions } = further(index, { sequence: step.floor, sessions: step.floor >> 1 });
        if (step.does === "loss") add(encodeRecord({ kind: "loss", seen, sequence, sessions }, []));
        const read = { seen, sequence: index.sequence, sessions: index.sessions };
        if (step.does === "close") add(encodeRecord({ kind: "close", closes: [key], ...read }, []));
        const number = (index.session(key)?.parts.length ?? 0) + 1;
        const fits =
          index.judge({ key, number, sequence: step.brought }) === "stored" && !((step.brought ?? 61) <= sequence);
        if (step.does === "close" || step.does === "loss" || !fits || (step.does === "closed" && number > 1)) continue;
        const part: Part & { sequence?: number } = {
          ...partOf(sessionId, number),
          messages: [{ role: "user", text: "a".repeat(step.length) }],
          ...(step.does === "closed" ? { closed: true } : {}),
          ...(step.brought === undefined ? {} : { sequence: step.brought }),
        };
        const ordinal = index.session(key)?.ordinal ?? sessions + 1;
        const { record } = encodePart(INCARNATION, part, { seen, sequence, sessions, ordinal });
        add(step.does === "torn" ? record.subarray(0, record.length >> 1) : record);
      }
      const whole = createSessionIndex();
      catchUp(medium, log, whole);
      const { sequence, sessions } = readLogState(medium, log);
      expect({ sequence, sessions }).toEqual({ sequence: whole.sequence, sessions: whole.sessions });
      const sequences = whole.parts.map((part) => part.sequence);
      expect(sequences).toEqual([...new Set(sequences)].toSorted((one, other) => one - other));
    }),
    { numRuns: 600 },
  );
  rmSync(root, { recursive: true });
});
