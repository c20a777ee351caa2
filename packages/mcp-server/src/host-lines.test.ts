import fc from "fast-check";
import { expect, test } from "vitest";
import { LONGEST_LINE, readHostLines } from "./host-lines.ts";

const CALL = (id: string, more = "") => `{"jsonrpc":"2.0","id":${id},"method":"ping"${more}}`;

/** Sends bytes in chunks, and gives what came through, what was answered and what was logged. */
async function send(...chunks: readonly (string | Uint8Array)[]) {
  const answers: unknown[] = [];
  const reports: string[] = [];
  const lines = readHostLines(
    (line) => {
      expect(line.endsWith("\n")).toBe(true);
      answers.push(JSON.parse(line));
    },
    (sentence) => reports.push(sentence),
  );
  for (const chunk of chunks) lines.write(Buffer.from(chunk));
  lines.end();
  let through = "";
  for await (const chunk of lines) through += chunk;
  return { through, answers, reports };
}

test("lets messages through as they are, however they are cut into chunks", async () => {
  const bytes = Buffer.from(`${CALL("1")}\n${CALL('"é"')}\r\n${CALL("3")}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
      const places = [0, ...cuts.toSorted((left, right) => left - right), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(await send(...chunks)).toEqual({ through: bytes.toString(), answers: [], reports: [] });
    }),
  );
});

test("leaves out blank lines, and a line that never ended, in silence", async () => {
  expect(await send(`\n  \r\n${CALL("1")}\n${CALL("2")}`)).toEqual({
    through: `${CALL("1")}\n`,
    answers: [],
    reports: [],
  });
});

const long = "x".repeat(LONGEST_LINE);
const notUtf8 = Buffer.concat([Buffer.from(`{"method":"ping","params":{"a":"`), Buffer.from([0xff, 0xc3, 0x28])]);
test.for<[string, readonly (string | Uint8Array)[], number | string | null, number, RegExp]>([
  ["too long, id first", [CALL("7", `,"params":"${long}"`)], 7, -32_600, /longer than 10485760 bytes.*Send less/],
  [
    "too long, id last",
    [`{"method":"ping","params":"${long}`, '","jsonrpc":"2.0","id":"a-7"}'],
    "a-7",
    -32_600,
    /less/,
  ],
  ["too long, no id", [long, long, long], null, -32_600, /less/],
  ["too long, id of something else last", [`{"params":{"x":"${long}","id":7}}`], null, -32_600, /less/],
  ["no UTF-8, id last", [notUtf8, '"},"jsonrpc":"2.0","id":7}'], 7, -32_700, /not valid UTF-8.*Send it as UTF-8/],
  ["no UTF-8, no id", [Uint8Array.of(0xc3, 0x28)], null, -32_700, /UTF-8/],
  ["no JSON", ["My name is Eve."], null, -32_700, /not valid JSON/],
  ["no JSON, id first", ['{"jsonrpc":"2.0","id":7,"method":}'], 7, -32_700, /not valid JSON/],
  ["a list", [`[${CALL("7")}]`], null, -32_600, /no JSON-RPC 2.0/],
  ["null", ["null"], null, -32_600, /no JSON-RPC 2.0/],
  ["another version", [CALL("7").replace("2.0", "1.0")], null, -32_600, /no JSON-RPC 2.0/],
  ["an id that is none", [CALL("1.5")], null, -32_600, /no JSON-RPC 2.0/],
  ["neither call nor answer", ['{"jsonrpc":"2.0","id":7}'], 7, -32_600, /no JSON-RPC 2.0/],
])("answers a line that is %s with an error, and reads on", async ([, line, id, code, message]) => {
  const { through, answers, reports } = await send(...line, `\n${CALL("8")}\n`);
  expect(through).toBe(`${CALL("8")}\n`);
  expect(answers).toEqual([{ jsonrpc: "2.0", id, error: { code, message: expect.stringMatching(message) } }]);
  expect(reports).toEqual([expect.stringMatching(/^A line of the host was left out\. .*\.$/)]);
});
