import { join } from "node:path";
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openWorkplace, type Workplace } from "./testing/command-process.ts";
import { openRawHost, type RawHost } from "./testing/raw-host.ts";

const FLOOD = 10_000;
/** For machines that have much else to do. */
const LONG_MS = 300_000;
const KILLS = process.env.LIFELONG_FAULTS === "short" ? 2 : 8;

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace();
});
afterAll(() => workplace[Symbol.asyncDispose]());

function placeOf(name: string) {
  const directory = join(workplace.directory, name);
  return { directory, environment: { ...workplace.environment, LIFELONG_STORE: `file:${directory}` } };
}

/** Everything of the user, as a library of this process reads it. */
async function heldIn(directory: string) {
  const personalizer = createPersonalizer({ store: fileStore({ directory }) });
  try {
    const { persona, revisions, sessions } = await personalizer.exportUser("default");
    const said = sessions.flatMap(({ messages }) => messages.map(({ text }) => text));
    const likes = persona.fields.likes?.values.map(({ content }) => String(content)) ?? [];
    return { revision: persona.revision, numbers: revisions.map(({ revision }) => revision), said, likes };
  } finally {
    await personalizer.close();
  }
}

/** Records and edits without a pause, one after the other; gives what was acknowledged when the process is gone. */
async function work(host: Pick<RawHost, "call">, round: number) {
  const recorded: string[] = [];
  let entered: readonly string[] = [];
  for (let index = 0; ; index += 1) {
    const text = `My favourite number is ${round}-${index}.`;
    const content = `thing ${round}-${index % 20}`;
    try {
      const record = await host.call("record_session", { messages: [{ role: "user", text }] });
      if (record.result?.isError === false) recorded.push(text);
      const commands = [
        ...entered.map((old) => ({ kind: "remove", field: "likes", content: old })),
        { kind: "set", field: "likes", content },
      ];
      const edit = await host.call("edit_persona", { commands });
      if (edit.result?.isError === false) entered = [content];
    } catch {
      return { recorded, entered };
    }
  }
}

describe("the process", () => {
  test("killed at any moment loses nothing that it acknowledged", { timeout: LONG_MS }, async () => {
    const { directory, environment } = placeOf("killed");
    const all: string[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const host = await openRawHost(environment);
      // At another moment of its work each time, the first after it has begun.
      let answers = 0;
      const call: RawHost["call"] = async (name, input) => {
        const answer = await host.call(name, input);
        answers += 1;
        return answer;
      };
      const working = work({ call }, round);
      await vi.waitFor(() => expect(answers).toBeGreaterThanOrEqual(5 + round * 7), {
        timeout: 60_000,
        interval: 1 + round,
      });
      await host.kill("SIGKILL");
      const { recorded, entered } = await working;
      all.push(...recorded);
      const held = await heldIn(directory);
      expect(held.said).toEqual(expect.arrayContaining(all));
      expect(held.numbers).toEqual(Array.from({ length: held.revision }, (_, index) => index + 1));
      // The last acknowledged edit stands, or the whole of the next one, which may have been committed too.
      const [last = ""] = entered;
      const next = `thing ${round}-${(Number(last.split("-")[1]) + 1) % 20}`;
      expect([last, next]).toContain(held.likes.at(-1));
      expect(held.likes.filter((content) => content.startsWith(`thing ${round}-`))).toHaveLength(1);
      expect(host.strays).toEqual([]);
    }
    await using host = await openRawHost(environment);
    expect((await host.call("get_persona", {})).result?.isError).toBe(false);
  });

  test(`answers each of ${FLOOD} requests that come at once, under its own id`, { timeout: LONG_MS }, async () => {
    await using host = await openRawHost(placeOf("flood").environment);
    await host.call("edit_persona", { commands: [{ kind: "set", field: "name", content: "Ada" }] });
    const request = (id: number) => {
      const which = id % 3;
      if (which === 0) return { jsonrpc: "2.0", id, method: "tools/list" };
      if (which === 1) return { jsonrpc: "2.0", id, method: "ping" };
      return { jsonrpc: "2.0", id, method: "tools/call", params: { name: "get_persona", arguments: {} } };
    };
    const answers = await Promise.all(
      Array.from({ length: FLOOD }, (_, index) => host.ask(index + 1, JSON.stringify(request(index + 1)))),
    );
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: FLOOD }, (_, index) => index + 1));
    const personas = answers
      .filter((_, index) => (index + 1) % 3 === 2)
      .map(({ result }) => result?.structuredContent?.persona);
    expect(new Set(personas)).toEqual(new Set([expect.stringContaining("name: Ada")]));
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(host.strays).toEqual([]);
    expect(await host.close()).toBe(0);
  });

  test.for(["EOF", "SIGTERM", "SIGINT"] as const)(
    "on %s amid a hundred records ends with 0, whole lines and all that it acknowledged",
    async (end) => {
      const { directory, environment } = placeOf(`amid-${end}`);
      const host = await openRawHost(environment);
      const texts = Array.from({ length: 100 }, (_, index) => `I like number ${index}.`);
      const calls = texts.map(async (text) => {
        const { result } = await host.call("record_session", { messages: [{ role: "user", text }] });
        return result?.isError === false ? text : undefined;
      });
      await Promise.any(calls);
      if (end === "EOF") expect(await host.close()).toBe(0);
      else expect(await host.kill(end)).toBe(0);
      const settled = await Promise.allSettled(calls);
      const acknowledged = settled.flatMap((call) => (call.status === "fulfilled" ? (call.value ?? []) : []));
      expect(acknowledged.length).toBeGreaterThan(0);
      expect((await heldIn(directory)).said).toEqual(expect.arrayContaining(acknowledged));
      expect(host.strays).toEqual([]);
    },
  );

  test("goes on after a thousand lines that are no messages", async () => {
    await using host = await openRawHost(placeOf("noise").environment);
    for (let index = 0; index < 1_000; index += 1)
      host.write(index % 2 === 0 ? "{" : `{"jsonrpc":"2.0","id":[${index}]}`);
    expect((await host.call("get_persona", {})).result?.isError).toBe(false);
    expect(host.strays).toEqual([]);
  });
});
