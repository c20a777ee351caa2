// What a test of a store, or of a program on top of one, may use. By name, like the main entry.
export type { OpenStore, StoreContractCase } from "./contract-case.ts";
export { type FixedClock, fixedClock } from "./fixed-clock.ts";
export { type ScriptedOptimizer, type ScriptedReply, scriptedOptimizer } from "./scripted-optimizer.ts";
export { storeContract } from "./store-contract.ts";
