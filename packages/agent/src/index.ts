// The public surface of @lifelong/agent, by name. Nothing else is supported.
export type { Agent, AgentSession } from "./agent.ts";
export { type AgentOptions, createAgent } from "./create-agent.ts";
export type { AgentEvent, ToolRefusal, TurnUsage } from "./events.ts";
export { type McpToolsOptions, mcpTools } from "./mcp-tools.ts";
export { buildSystemMessage, type ChatPrompt, chatPromptFor } from "./prompt.ts";
export { english } from "./prompts/en.ts";
export { chinese } from "./prompts/zh.ts";
export { checkSatisfaction, type Satisfaction, type SatisfactionQuestion } from "./satisfaction.ts";
export {
  createSessionManager,
  type SessionManager,
  type SessionMatch,
  type SessionSummary,
} from "./session-manager.ts";
export { type ApiDocument, type SimulationOptions, simulatedTools } from "./simulated-tools.ts";
export {
  defineTool,
  type PastCall,
  type Permission,
  type Prepared,
  type Tool,
  type ToolContext,
  type ToolInput,
} from "./tool.ts";
export type { PermissionQuestion } from "./tool-executor.ts";
