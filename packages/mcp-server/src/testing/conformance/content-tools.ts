import { setTimeout } from "node:timers/promises";
import type { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";
import { PNG, WAV } from "./media.ts";

const NO_INPUT = { description: "For the conformance suite.", inputSchema: z.object({}) };
const text = (text: string) => ({ type: "text" as const, text });
const image = { type: "image" as const, data: PNG, mimeType: "image/png" };

/** Tools that answer with every kind of content, and on the way tell of progress and write to a log. */
export function addContentTools(server: McpServer): void {
  server.registerTool("test_simple_text", NO_INPUT, async () => ({
    content: [text("This is a simple text response for testing.")],
  }));
  server.registerTool("test_image_content", NO_INPUT, async () => ({ content: [image] }));
  server.registerTool("test_audio_content", NO_INPUT, async () => ({
    content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }],
  }));
  const embedded = {
    uri: "test://embedded-resource",
    mimeType: "text/plain",
    text: "This is an embedded resource content.",
  };
  server.registerTool("test_embedded_resource", NO_INPUT, async () => ({
    content: [{ type: "resource", resource: embedded }],
  }));
  const mixed = {
    uri: "test://mixed-content-resource",
    mimeType: "application/json",
    text: '{"test":"data","value":123}',
  };
  server.registerTool("test_multiple_content_types", NO_INPUT, async () => ({
    content: [text("Multiple content types test:"), image, { type: "resource", resource: mixed }],
  }));
  server.registerTool("test_error_handling", NO_INPUT, async () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  server.registerTool("test_tool_with_logging", NO_INPUT, async (_input, { mcpReq }) => {
    for (const line of ["Tool execution started", "Tool processing data", "Tool execution completed"]) {
      await mcpReq.log("info", line);
      await setTimeout(50);
    }
    return { content: [text("Logged.")] };
  });
  server.registerTool("test_logging_tool", NO_INPUT, async (_input, { mcpReq }) => {
    await mcpReq.log("info", "Logged where a level was asked for.");
    return { content: [text("Logged.")] };
  });
  server.registerTool("test_tool_with_progress", NO_INPUT, async (_input, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: progressToken ?? "", progress, total: 100 };
      if (progressToken !== undefined) await mcpReq.notify({ method: "notifications/progress", params });
      await setTimeout(50);
    }
    return { content: [text("Done.")] };
  });
}
