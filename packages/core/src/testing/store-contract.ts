import type { StoreContractCase } from "./contract-case.ts";
import { closedIdCases } from "./contract-closed-ids.ts";
import { documentCases } from "./contract-documents.ts";
import { erasureCases } from "./contract-erasure.ts";
import { forgettingCases } from "./contract-forgetting.ts";
import { listingCases } from "./contract-listing.ts";
import { partCases } from "./contract-parts.ts";
import { personaCases } from "./contract-personas.ts";
import { restoringCases } from "./contract-restoring.ts";
import { revisionCases } from "./contract-revisions.ts";
import { rewriteCases } from "./contract-rewrites.ts";
import { sessionCases } from "./contract-sessions.ts";
import { standingCases } from "./contract-standings.ts";
import { userIdCases } from "./contract-user-ids.ts";

/**
 * What every store does. A store's own test is one line, under whatever runner:
 *
 * ```ts
 * for (const { name, run } of storeContract) test(name, () => run(open));
 * ```
 *
 * Each case makes user ids of its own, so that one database can serve all of them.
 */
export const storeContract: readonly StoreContractCase[] = [
  ...personaCases,
  ...documentCases,
  ...revisionCases,
  ...partCases,
  ...sessionCases,
  ...closedIdCases,
  ...standingCases,
  ...rewriteCases,
  ...forgettingCases,
  ...erasureCases,
  ...restoringCases,
  ...listingCases,
  ...userIdCases,
];
