import { describe, expect, test } from "vitest";
import { meetingOf, readMessage } from "./wire.ts";

const META = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
const sent = (...messages: readonly object[]) => messages.map((message) => readMessage(JSON.stringify(message)));
const call = (params: object = {}) => ({ id: 2, method: "tools/call", params: { name: "get_persona", ...params } });
const initialize = { id: 1, method: "initialize", params: { protocolVersion: "2025-11-25" } };
const discover = { id: 1, method: "server/discover", params: { _meta: META } };

describe("a meeting", () => {
  test("with a handshake has the revision that it ended in, not the one that was offered", () => {
    expect(meetingOf(sent(initialize, call()), "2025-06-18")).toEqual({
      first: "initialize 2025-11-25",
      protocol: "2025-06-18",
    });
  });

  test("without one has the revision that the call names", () => {
    expect(meetingOf(sent(discover, call({ _meta: META })), undefined)).toEqual({
      first: "server/discover 2026-07-28",
      protocol: "2026-07-28",
    });
  });

  test("of a client that asks in the new way and goes on in the old has the old", () => {
    expect(meetingOf(sent(discover, initialize, call()), "2025-11-25")).toEqual({
      first: "server/discover 2026-07-28",
      protocol: "2025-11-25",
    });
  });

  test("without a call, or with one that no revision is known of, is none", () => {
    expect(() => meetingOf(sent(initialize), "2025-11-25")).toThrowError("has called no tool");
    expect(() => meetingOf(sent(call()), undefined)).toThrowError("has called no tool");
  });
});
