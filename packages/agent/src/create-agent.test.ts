import { createPersonalizer, instantPass, type ModelRequest, memoryStore, PersonaError } from "@lifelong/core";
import { type ScriptedAnswer, scriptedModel } from "@lifelong/core/testing";
import { createExtractor } from "@lifelong/extractor";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { AgentSession } from "./agent.ts";
import { type AgentOptions, createAgent } from "./create-agent.ts";
import type { AgentEvent } from "./events.ts";
import { defineTool } from "./tool.ts";

const add = defineTool({
  name: "add",
  description: "Adds two numbers.",
  input: z.object({ a: z.number(), b: z.number() }),
  run: ({ a, b }) => a + b,
});
const call = (id: string, json: string, name = "add") => ({ id, name, arguments: json });
const calling = (...toolCalls: ReturnType<typeof call>[]) => ({ text: "", toolCalls, stop: "tools" as const });

function room(answers: Parameters<typeof scriptedModel>[0], options: Partial<AgentOptions> = {}) {
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
  const model = scriptedModel(answers);
  return { personalizer, model, agent: createAgent({ personalizer, model, ...options }) };
}

async function read(events: AsyncIterable<AgentEvent>): Promise<readonly AgentEvent[]> {
  const all: AgentEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const textOf = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === "text-delta" ? [event.delta] : [])).join("");
const systemOf = (request: ModelRequest | undefined) => request?.messages[0]?.text ?? "";
const say = async (session: AgentSession, text: string) => read(session.send(text));

describe("a turn", () => {
  test("tells what happens, in order", async () => {
    const { agent } = room([calling(call("c1", '{"a":1,"b":2}')), { text: "It is 3.", usage: { inputTokens: 5 } }], {
      tools: [add],
    });
    const session = await agent.open("ana", { sessionId: "one" });
    expect(await say(session, "What is 1 + 2?")).toEqual([
      { type: "turn-started", sessionId: "one", turn: 1 },
      { type: "tool-called", callId: "c1", name: "add", arguments: '{"a":1,"b":2}' },
      { type: "tool-finished", callId: "c1", name: "add", outcome: "done", text: "3" },
      { type: "text-delta", delta: "It is 3." },
      { type: "turn-finished", text: "It is 3.", stop: "end", usage: { calls: 2 } },
      { type: "session-recorded", recorded: expect.objectContaining({ sessionId: "one", kept: 3, begun: true }) },
    ]);
  });

  test("hands on the text as it comes, and adds what the model did not stream", async () => {
    const { agent } = room([
      (request) => {
        request.onText?.("Hel");
        request.onText?.("lo");
        return "Hello!";
      },
    ]);
    const events = await say(await agent.open("ana"), "Hi");
    expect(events.flatMap((event) => (event.type === "text-delta" ? [event.delta] : []))).toEqual(["Hel", "lo", "!"]);
  });

  test("goes on over several turns with everything that was said", async () => {
    const { agent, model } = room(["Hello.", "You said so."]);
    const session = await agent.open("ana");
    await say(session, "I like tea.");
    await say(session, "What do I like?");
    expect(model.requests[1]?.messages.map(({ role, text }) => `${role}: ${text}`).slice(1)).toEqual([
      "user: I like tea.",
      "assistant: Hello.",
      "user: What do I like?",
    ]);
  });

  test("runs the calls of one reply in their order, and answers each", async () => {
    const order: number[] = [];
    const slow = defineTool({
      name: "wait",
      description: "Waits.",
      input: z.object({ ms: z.number() }),
      async run({ ms }) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        order.push(ms);
        return `waited ${ms}`;
      },
    });
    const { agent, model } = room([calling(call("a", '{"ms":30}', "wait"), call("b", '{"ms":1}', "wait")), "Done."], {
      tools: [slow],
    });
    await say(await agent.open("ana"), "Wait twice");
    expect(order).toEqual([30, 1]);
    expect(model.requests[1]?.messages.slice(3)).toEqual([
      { role: "tool", toolCallId: "a", name: "wait", text: "waited 30" },
      { role: "tool", toolCallId: "b", name: "wait", text: "waited 1" },
    ]);
  });

  test("ends although the model never stops calling tools", async () => {
    const { agent, model } = room(() => calling(call(`c${Math.random()}`, '{"a":1,"b":1}')), {
      tools: [add],
      maxToolRounds: 2,
    });
    const events = await say(await agent.open("ana"), "Loop");
    expect(model.requests).toHaveLength(4);
    expect(events.filter(({ type }) => type === "tool-finished")).toHaveLength(2);
    expect(events.filter((event) => event.type === "tool-refused").map(({ reason }) => reason)).toEqual([
      "limit",
      "limit",
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: "turn-finished", stop: "tools" }));
  });

  test("is one at a time", async () => {
    const { agent } = room(["One.", "Two."]);
    const session = await agent.open("ana");
    const first = session.send("One");
    expect(() => session.send("Two")).toThrowError(/is answering/);
    await read(first);
    expect(textOf(await say(session, "Two"))).toBe("Two.");
  });

  test("needs a text", async () => {
    const session = await room([]).agent.open("ana");
    expect(() => session.send("  ")).toThrowError(expect.objectContaining({ code: "INVALID_INPUT" }));
    expect(session.messages).toEqual([]);
  });
});

describe("the persona", () => {
  test("stands in the system message, and is the same until it is refreshed", async () => {
    const { agent, model, personalizer } = room(["Noted.", "Yes.", "Porto."]);
    await personalizer.edit("ana", [{ kind: "set", field: "demographics.name", content: "Ana" }]);
    const session = await agent.open("ana");
    await say(session, "I live in Porto.");
    await personalizer.optimize("ana");
    await say(session, "Do you know me?");
    await session.refreshPersona();
    await say(session, "Where do I live?");
    const [first, second, third] = model.requests.map(systemOf);
    expect(first).toContain("- name: Ana\n");
    expect(second).toBe(first);
    expect(third).toContain("- lives in: Porto\n");
    expect(third).toContain((await personalizer.getPersona("ana")).text.trimEnd());
  });

  test("is what the next session begins with, learned from this one", async () => {
    const { agent, model, personalizer } = room(["Nice.", "Hello."]);
    const session = await agent.open("ana");
    await say(session, "My name is Ana and I'm vegetarian.");
    await session.close();
    await personalizer.optimize("ana");
    await say(await agent.open("ana"), "Hi");
    expect(systemOf(model.requests[1])).toContain("- diet: vegetarian\n");
  });

  test("keeps to the budget that the program gives", async () => {
    const { agent, personalizer, model } = room(["Hi."], { budgetTokens: 40 });
    await personalizer.edit(
      "ana",
      ["tea", "coffee", "hiking", "chess", "opera", "pottery"].map((content) => ({
        kind: "set" as const,
        field: "likes",
        content,
      })),
    );
    const session = await agent.open("ana");
    await say(session, "Hi");
    expect(session.persona.tokens).toBeLessThanOrEqual(40);
    expect(session.persona.omitted).toBeGreaterThan(0);
    expect(systemOf(model.requests[0])).toContain(session.persona.text.trimEnd());
  });

  test("is chosen by the first message where the budget does not hold all of it, and only there", async () => {
    for (const budgetTokens of [40, 600]) {
      const { agent, personalizer, model } = room(["Hi.", "Again."], { budgetTokens });
      await personalizer.edit(
        "ana",
        ["tea", "coffee", "hiking", "chess", "opera", "pottery"].map((content) => ({
          kind: "set" as const,
          field: "likes",
          content,
        })),
      );
      const session = await agent.open("ana");
      const opened = session.persona.text;
      await say(session, "Any pottery class nearby?");
      await say(session, "And opera?");
      expect(session.persona.text).toContain("- likes: pottery\n");
      expect(session.persona.text === opened).toBe(budgetTokens === 600);
      expect(model.requests.map(systemOf)).toEqual([systemOf(model.requests[0]), systemOf(model.requests[0])]);
    }
  });

  test("is answered in the language of the user", async () => {
    const { agent, model } = room(["你好。"]);
    await say(await agent.open("ana"), "你好，我住在上海。");
    expect(systemOf(model.requests[0])).toContain("助手");
  });
});

describe("recording", () => {
  test("happens after every answer, stores each message once, and waits for no model", async () => {
    const { agent, personalizer } = room(["One.", "Two."]);
    const session = await agent.open("ana", { sessionId: "s" });
    await say(session, "First");
    await say(session, "Second");
    await session.close();
    const [held] = await personalizer.sessions("ana");
    expect(held?.messages).toEqual(session.messages);
    expect(held?.parts).toHaveLength(2);
    expect(held?.messages.map(({ text }) => text)).toEqual(["First", "One.", "Second", "Two."]);
  });

  test("happens once, at the end, where the program says so", async () => {
    const { agent, personalizer } = room(["One."], { record: "end" });
    const session = await agent.open("ana");
    await say(session, "First");
    expect(await personalizer.sessions("ana")).toEqual([]);
    await session.close();
    expect(await personalizer.sessions("ana")).toHaveLength(1);
  });

  test("under an id that another conversation has gives the session an id of its own, and keeps to it", async () => {
    const { agent, personalizer } = room(["One.", "Two."]);
    await personalizer.recordSession("ana", { id: "chat", messages: [{ role: "user", text: "Another talk" }] });
    const session = await agent.open("ana", { sessionId: "chat" });
    await say(session, "First");
    expect(session.sessionId).toMatch(/^chat~/);
    await say(session, "Second");
    const held = await personalizer.sessions("ana");
    expect(held.map(({ id }) => id)).toEqual(["chat", session.sessionId]);
    expect(held[1]?.messages.map(({ text }) => text)).toEqual(["First", "One.", "Second", "Two."]);
  });

  test("of a session in which nothing was said stores nothing", async () => {
    const { agent, personalizer } = room([]);
    await (await agent.open("ana")).close();
    expect(await personalizer.sessions("ana")).toEqual([]);
  });

  test("that fails ends the turn with its error, and is made up for by the next", async () => {
    const { personalizer, model } = room(["One.", "Two."]);
    let fails = true;
    const agent = createAgent({
      model,
      personalizer: {
        ...personalizer,
        async recordSession(userId, session) {
          if (fails) throw new PersonaError("STORE_UNAVAILABLE", "The disk is full.");
          return personalizer.recordSession(userId, session);
        },
      },
    });
    const session = await agent.open("ana");
    await expect(say(session, "First")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    fails = false;
    await say(session, "Second");
    expect((await personalizer.sessions("ana"))[0]?.messages).toHaveLength(4);
  });

  test("takes texts that hold half a character", async () => {
    const { agent, personalizer } = room(["An answer \ud83d"]);
    const session = await agent.open("ana");
    await say(session, "Half \ude00 of one");
    expect((await personalizer.sessions("ana"))[0]?.messages).toEqual(session.messages);
  });
});

describe("a resumed session", () => {
  test("goes on under its id, and only what is new is stored", async () => {
    const { agent, personalizer, model } = room([calling(call("c1", '{"a":2,"b":2}')), "4.", "It was 4."], {
      tools: [add],
    });
    const first = await agent.open("ana", { sessionId: "sum" });
    await say(first, "What is 2 + 2?");
    await first.close();
    const again = await agent.resume("ana", "sum");
    await say(again, "What was it?");
    await again.close();
    const sessions = await personalizer.sessions("ana");
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.parts.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ["user", "tool", "assistant"],
      ["user", "assistant"],
    ]);
    expect(model.requests[2]?.messages.slice(1)).toEqual([
      { role: "user", text: "What is 2 + 2?" },
      { role: "assistant", text: "", toolCalls: [{ id: "recorded-1", name: "add", arguments: '{"a":2,"b":2}' }] },
      { role: "tool", toolCallId: "recorded-1", name: "add", text: "4" },
      { role: "assistant", text: "4." },
      { role: "user", text: "What was it?" },
    ]);
  });

  test("leaves out what was forgotten meanwhile, and is still known again", async () => {
    const { agent, personalizer, model } = room(["Oh.", "Yes?", "Hm."]);
    const first = await agent.open("ana", { sessionId: "s" });
    await say(first, "My secret is blue.");
    await say(first, "Anyway.");
    await first.close();
    await personalizer.forget("ana", { kind: "messages", sessionId: "s", messages: [0] });
    const again = await agent.resume("ana", "s");
    await say(again, "Go on.");
    expect(JSON.stringify(model.requests[2])).not.toContain("secret");
    expect(again.sessionId).toBe("s");
    expect(await personalizer.sessions("ana")).toHaveLength(1);
  });

  test("must be held", async () => {
    await expect(room([]).agent.resume("ana", "none")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a model that fails", () => {
  const away = new PersonaError("MODEL_UNAVAILABLE", "The service is away.");

  test("leaves the session usable: the turn can be asked again, and tools do not run twice", async () => {
    let runs = 0;
    const count = defineTool({
      name: "count",
      description: "Counts.",
      input: z.object({}),
      run: () => {
        runs += 1;
        return runs;
      },
    });
    const { agent, personalizer, model } = room([calling(call("c", "{}", "count")), away, "It is 1."], {
      tools: [count],
    });
    const session = await agent.open("ana");
    await expect(say(session, "Count")).rejects.toBe(away);
    expect(await personalizer.sessions("ana")).toEqual([]);
    expect(textOf(await read(session.retry()))).toBe("It is 1.");
    expect(runs).toBe(1);
    expect(model.requests[2]?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool"]);
    expect((await personalizer.sessions("ana"))[0]?.messages.map(({ role }) => role)).toEqual([
      "user",
      "tool",
      "assistant",
    ]);
    expect(() => session.retry()).toThrowError(/Nothing waits/);
  });

  test("does not cost what the user said: it is recorded when the session is closed", async () => {
    const { agent, personalizer } = room([away]);
    const session = await agent.open("ana");
    await expect(say(session, "I live in Porto.")).rejects.toBe(away);
    await session.close();
    expect((await personalizer.sessions("ana"))[0]?.messages).toEqual([{ role: "user", text: "I live in Porto." }]);
  });
});

describe("an abort", () => {
  const hanging =
    (said: string): Extract<ScriptedAnswer, (request: ModelRequest) => unknown> =>
    (request) =>
      new Promise((_, reject) => {
        request.onText?.(said);
        request.signal?.addEventListener("abort", () => reject(request.signal?.reason));
      });

  test("ends the turn, and keeps and records what was said by then", async () => {
    const { agent, personalizer, model } = room([hanging("Once upon"), "Go on."]);
    const session = await agent.open("ana");
    const abort = new AbortController();
    const events: AgentEvent[] = [];
    const reading = (async () => {
      for await (const event of session.send("Tell me a story", { signal: abort.signal })) {
        events.push(event);
        if (event.type === "text-delta") abort.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(events.at(-1)).toMatchObject({ type: "session-recorded" });
    expect((await personalizer.sessions("ana"))[0]?.messages.at(-1)).toEqual({ role: "assistant", text: "Once upon" });
    await say(session, "Shorter");
    expect(model.requests[1]?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
  });

  test("comes also from a reader who leaves, and from closing", async () => {
    const { agent, personalizer, model } = room([hanging("A"), hanging("B")]);
    const session = await agent.open("ana");
    for await (const event of session.send("One")) if (event.type === "text-delta") break;
    expect(model.requests[0]?.signal?.aborted).toBe(true);
    session.send("Two");
    await session.close();
    expect(model.requests[1]?.signal?.aborted).toBe(true);
    expect((await personalizer.sessions("ana"))[0]?.messages.map(({ text }) => text)).toEqual(["One", "A", "Two", "B"]);
    expect(() => session.send("Three")).toThrowError(/closed/);
  });

  test("in the middle of tools leaves a result for every call", async () => {
    const abort = new AbortController();
    const stuck = defineTool({
      name: "stuck",
      description: "Never ends.",
      input: z.object({}),
      run: () => {
        abort.abort();
        return new Promise(() => {});
      },
    });
    const { agent, model } = room([calling(call("a", "{}", "stuck"), call("b", "{}", "stuck")), "Fine."], {
      tools: [stuck],
    });
    const session = await agent.open("ana");
    await expect(read(session.send("Go", { signal: abort.signal }))).rejects.toMatchObject({ name: "AbortError" });
    await read(session.retry());
    expect(model.requests[1]?.messages.flatMap((told) => (told.role === "tool" ? [told.toolCallId] : []))).toEqual([
      "a",
      "b",
    ]);
  });
});

test("tools of one name twice are refused", () => {
  expect(() => room([], { tools: [add, add] })).toThrowError(expect.objectContaining({ code: "CONFIGURATION" }));
});
