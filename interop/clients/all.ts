import { agentFrameworks } from "./agent-frameworks.ts";
import type { Client } from "./client.ts";
import { firstSdk } from "./first-sdk.ts";
import { inspector } from "./inspector.ts";
import { langchain } from "./langchain.ts";
import { mastra } from "./mastra.ts";
import { secondSdk } from "./second-sdk.ts";

/** Every client, in the order of the table. */
export const clients: readonly Client[] = [firstSdk, ...secondSdk, ...inspector, langchain, ...agentFrameworks, mastra];
