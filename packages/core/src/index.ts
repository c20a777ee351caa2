// The public surface of @lifelong/core, by name. Nothing else is supported.
export { allUsers } from "./all-users.ts";
export { apply, fold, support } from "./apply.ts";
export type { Ceiling } from "./ceiling.ts";
export { CATEGORIES, type Category, type Command } from "./command.ts";
export { type CopiedUser, type CopyReport, copyUsers, readLife } from "./copying.ts";
export { loadTokenCounter } from "./count-tokens.ts";
export { createPersonalizer, type PersonalizerOptions } from "./create-personalizer.ts";
export { holdsCredential } from "./credential.ts";
export { defaultSchema } from "./default-schema.ts";
export { closedSessionId, digestMessage, digestOf, emptyMessage } from "./digest.ts";
export { type Effort, estimateEffort, readingTokens } from "./effort.ts";
export { ERROR_CODES, type ErrorCode, PersonaError } from "./errors.ts";
export type { EventListener, PersonaEvent } from "./events.ts";
export { authorOf } from "./explanation.ts";
export { foldText } from "./fold-text.ts";
export { type Review, review } from "./gate.ts";
export { type History, personaAt, prune, readHistory } from "./history.ts";
export { buildHostBrief, type HostBrief, type HostBriefSettings } from "./host-brief.ts";
export type { Spending } from "./ledger.ts";
export { memoryStore } from "./memory-store.ts";
export {
  DEFAULT_TIMEOUT_MS,
  type JsonSchema,
  type LanguageModel,
  type ModelMessage,
  type ModelReply,
  type ModelRequest,
  modelName,
  type OutputForm,
  type ToolCall,
  type ToolDefinition,
} from "./model.ts";
export { type ModelOptimizerOptions, modelOptimizer } from "./model-optimizer.ts";
export type {
  AddOperation,
  ConfirmOperation,
  Operation,
  Proposal,
  RemoveOperation,
  SetOperation,
} from "./operation.ts";
export type { Brief, BriefMessage, BriefSession, Optimizer, ProposeOptions } from "./optimizer.ts";
export { ownWords } from "./own-words.ts";
export { type ProposalContext, parseProposal, readProposal } from "./parse-proposal.ts";
export { DEEP, deepPass, hostPass, INSTANT, instantPass, NEWEST_DAYS, type Pass } from "./pass.ts";
export {
  type Basis,
  type ClosedValue,
  type Closure,
  type Content,
  type Evidence,
  emptyPersona,
  type FieldState,
  fieldState,
  type LineCount,
  type Parked,
  PERSONA_FORMAT,
  type Persona,
  type Quote,
  type Supporter,
  type Value,
  type Watermark,
  watermarkOf,
} from "./persona.ts";
export type {
  CostReport,
  Explanation,
  Forget,
  NotKept,
  OptimizeReport,
  ParkedStatus,
  PassStatus,
  PersonaExport,
  Personalizer,
  ProposalReader,
  Receipt,
  Recorded,
  RecordedSession,
  RenderedPersona,
  RenderedValue,
  RunReport,
  Status,
  Ticket,
  UpdateReport,
} from "./personalizer.ts";
export {
  type Factory,
  type Opening,
  openModel,
  openRunner,
  openStore,
  type Plugin,
  type PluginContext,
  parsePlugin,
  printLocation,
  type RunnerSettings,
} from "./plugin.ts";
export { printable } from "./printable.ts";
export { buildPrompt, type Prompt, templateFor } from "./prompt.ts";
export {
  personaSection,
  type SessionsSection,
  schemaSection,
  sessionHandle,
  sessionsSection,
  type TokenCounter,
} from "./prompt-sections.ts";
export type { PromptTemplate, TemplateWords } from "./prompt-template.ts";
export { english } from "./prompts/en.ts";
export { chinese } from "./prompts/zh.ts";
export { PROPOSAL_FORM } from "./proposal-format.ts";
export { quarantine } from "./quarantine.ts";
export { standingOf } from "./reading.ts";
export { type Rendered, render } from "./render.ts";
export type { Retention } from "./retention.ts";
export type {
  BelieveChange,
  Cause,
  Change,
  Refusal,
  RefusalCode,
  RemoveChange,
  RestoreChange,
  Revision,
} from "./revision.ts";
export { REFUSAL_CODES } from "./revision.ts";
export {
  type InProcessOptions,
  inProcessRunner,
  manualRunner,
  type QueueFailure,
  type QueueStatus,
  type RunnerReport,
  type UpdateKey,
  type UpdateRunner,
  type UpdateTask,
  type UpdateWork,
} from "./runner.ts";
export {
  adaptiveSessions,
  anyOf,
  everyRecord,
  everySessions,
  manual,
  olderThan,
  type PastUpdate,
  pendingTokens,
  type Situation,
  type UpdatePolicy,
} from "./schedule.ts";
export {
  contentSchema,
  definePersonaSchema,
  type FieldDefinition,
  type FieldInput,
  fieldOf,
  type PersonaSchema,
  schemaName,
} from "./schema.ts";
export {
  closedPart,
  type Message,
  type Part,
  type Role,
  type Session,
  type Source,
  type StoredPart,
} from "./session.ts";
export type { CallCost, SharedSpending } from "./shared-spending.ts";
export type {
  Appended,
  Erasure,
  Head,
  HistoryRewrite,
  PersonaStore,
  SessionState,
  StoredLife,
  StoredStanding,
  StoreFinding,
} from "./store.ts";
export { allParts } from "./stored-session.ts";
export type { Usage } from "./usage.ts";
export { assertUserId } from "./user-id.ts";
