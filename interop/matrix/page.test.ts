import { expect, test } from "vitest";
import { withClients, withHosts } from "./page.ts";
import { readHostRows } from "./row.ts";
import { stepsOf } from "./steps.ts";

const PAGE = "# Page\n\n<!-- clients -->\nold\n<!-- /clients -->\n\nwords\n\n<!-- hosts -->\nold\n<!-- /hosts -->\n";
const found = { client: "A", version: "1.0.0", transport: "stdio", era: "2025-11-25" } as const;

test("a step that has failed stands out, and the rest of the page stays", () => {
  const row = { ...found, first: "initialize 2025-11-25", get: true, record: true, optimize: false, change: false };
  const page = withClients(PAGE, [row]);
  expect(page).toContain(
    "| A | 1.0.0 | stdio | `initialize 2025-11-25` | 2025-11-25 | yes | yes | **no** | **no** |\n<!-- /clients -->",
  );
  expect(page.replace(/<!-- clients -->[\s\S]*<!-- \/clients -->/, "")).toBe(
    PAGE.replace(/<!-- clients -->[\s\S]*<!-- \/clients -->/, ""),
  );
  expect(withClients(page, [row])).toBe(page);
});

test("a host's row has the day of its run", () => {
  const steps = { get: true, record: true, optimize: true, change: true };
  const rows = readHostRows(JSON.stringify([{ ...found, ...steps, notes: "as is", date: "2026-11-27" }]));
  expect(withHosts(PAGE, rows)).toContain("| yes | yes | yes | yes | 2026-11-27 | as is |\n<!-- /hosts -->");
  expect(() => readHostRows(JSON.stringify([{ ...found, ...steps, notes: "", date: "yesterday" }]))).toThrowError();
});

test("a page without a place for the table is refused", () => {
  expect(() => withHosts("# Page\n", [])).toThrowError("no place for the table of hosts");
});

test("each step is judged by its own answers", () => {
  const answers = [
    "persona: (empty)\nrevision: 0",
    "kept: 1",
    "kept: 1",
    "outcome: proposal-wanted",
    "- pass: deep, by: host, accepted: 2",
    "persona:\n- work: part-time beekeeper",
  ];
  const all = { get: true, record: true, optimize: true, change: true };
  expect(stepsOf(answers)).toEqual(all);
  expect(stepsOf(answers.with(0, "persona:\n- work: something"))).toEqual({ ...all, get: false });
  expect(stepsOf(answers.with(2, "kept: 0"))).toEqual({ ...all, record: false });
  expect(stepsOf(answers.with(4, "outcome: nothing"))).toEqual({ ...all, optimize: false });
  expect(stepsOf(answers.with(5, "persona: (empty)"))).toEqual({ ...all, change: false });
  expect(stepsOf([])).toEqual({ get: false, record: false, optimize: false, change: false });
});
