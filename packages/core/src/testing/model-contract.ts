import type { ModelContractCase } from "./model-case.ts";
import { faultCases } from "./model-contract-faults.ts";
import { replyCases } from "./model-contract-replies.ts";
import { streamCases } from "./model-contract-streams.ts";

/**
 * What every model does. The cases bring a server of their own that stands for the vendor's; a provider's test says how
 * the model is opened against it, and how the vendor writes a reply:
 *
 * ```ts
 * for (const { name, run } of modelContract) test(name, () => run(wire));
 * ```
 */
export const modelContract: readonly ModelContractCase[] = [...replyCases, ...faultCases, ...streamCases];
