// What a test of a store, or of a program on top of one, may use. By name, like the main entry.
export type { OpenStore, StoreContractCase } from "./contract-case.ts";
export { type FixedClock, fixedClock } from "./fixed-clock.ts";
export { type LiveModelCase, liveModelContract } from "./live-model-contract.ts";
export type { ModelContractCase } from "./model-case.ts";
export { modelContract } from "./model-contract.ts";
export type { ModelWire, WireReply, WireStream, WireStreamReply } from "./model-wire.ts";
export type { OpenRunner, RunnerContractCase } from "./runner-case.ts";
export { runnerContract } from "./runner-contract.ts";
export { type ScriptedAnswer, type ScriptedModel, scriptedModel } from "./scripted-model.ts";
export { type ScriptedOptimizer, type ScriptedReply, scriptedOptimizer } from "./scripted-optimizer.ts";
export { storeContract } from "./store-contract.ts";
