import { expect, test } from "vitest";
import { parseStartedAt } from "./started-at.ts";

test.for([
  ["2026-03-14", "2026-03-14T00:00:00.000Z"],
  ["2026-03-14T09:30:00Z", "2026-03-14T09:30:00.000Z"],
  ["2026-03-14T09:30:00.250+02:00", "2026-03-14T07:30:00.250Z"],
  ["2026-03-14 09:30Z", "2026-03-14T09:30:00.000Z"],
])("reads %s as %s", ([text = "", time]) => {
  expect(parseStartedAt(text)).toBe(time);
});

test.for(["yesterday", "2026-03-14T09:30:00", "2026-02-30", "2026-13-01", "14.3.2026", "", "2026-03-14T25:00Z"])(
  "refuses %o",
  (text) => {
    expect(() => parseStartedAt(text)).toThrowError(expect.objectContaining({ code: "INVALID_INPUT" }));
  },
);
