import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { readHookInput } from "./hook-input.ts";

const read = (text: string) => readHookInput(Readable.from([text]));

test("the path, the folder and the prompt are taken, what else there is is not", async () => {
  const sent = { session_id: "a", transcript_path: "/a.jsonl", cwd: "/work", prompt: "Hello", effort: {} };
  expect(await read(JSON.stringify(sent))).toEqual({ transcriptPath: "/a.jsonl", cwd: "/work", prompt: "Hello" });
});

test("an agent is one that works beside the conversation, not the type of the conversation itself", async () => {
  expect(await read('{"session_id":"a","agent_id":"b","agent_type":"c"}')).toEqual({ agent: "c" });
  expect(await read('{"session_id":"a","agent_type":"c"}')).toEqual({});
});

test("a host that has no transcript yet says null, or nothing", async () => {
  expect(await read('{"session_id":"a","transcript_path":null}')).toEqual({});
  expect(await read('{"session_id":"a"}')).toEqual({});
});

describe("what no host sends is an error", () => {
  test.for(["", "null", "[]", "{}", '{"session_id":7}', '{"session_id":"a","cwd":7}', "I live in Lisbon"])(
    "%s",
    async (text) => {
      await expect(read(text)).rejects.toThrowError("is not what hooks get");
    },
  );

  test("also when it does not end", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield "x".repeat(1_000_000);
      })(),
    );
    await expect(readHookInput(endless)).rejects.toThrowError("is too long");
  });
});
