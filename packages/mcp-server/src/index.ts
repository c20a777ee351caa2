// The public surface of the lifelong package: the server for programs that bring their own library,
// the settings of the command, and the views.
export { catalogue, defaultTools, INSTRUCTIONS, INSTRUCTIONS_WITH_HOOK } from "./catalogue.ts";
export type { Client } from "./clients.ts";
export { type Config, type ConfigOptions, readConfig } from "./config.ts";
export { defineTool, type Tool, type ToolAnnotations, type ToolContext } from "./define-tool.ts";
export { resolveField } from "./field-name.ts";
export { openConfiguredStore } from "./open-store.ts";
export { runTool, type ToolAnswer } from "./run-tool.ts";
export { createServer } from "./server.ts";
export type { ServerSettings } from "./server-settings.ts";
export { contentsOf, type KnownContents, viewChanges } from "./view/change-view.ts";
export { viewExplanation, viewHistory } from "./view/history-view.ts";
export { type Layout, plainStyle, type Style, terminalStyle } from "./view/layout.ts";
export { viewPersona } from "./view/persona-view.ts";
export { viewReceipt, viewRecorded, viewReport } from "./view/report-view.ts";
export { viewStatus } from "./view/status-view.ts";
export { oneLine, padEnd, textWidth, wrap } from "./view/text-width.ts";
