import {
  buildHostBrief,
  DEEP,
  type HostBrief,
  loadTokenCounter,
  PersonaError,
  type Personalizer,
  PROPOSAL_FORM,
  type ProposalReader,
  readProposal,
  templateFor,
  type UpdateReport,
} from "@lifelong/core";
import { jsonBytes } from "./host-limits.ts";
import { readTicket, writeTicket } from "./ticket-text.ts";

/** What the host's model is asked for: in an answer of `optimize_persona`. */
export interface HostTurn {
  readonly brief: string;
  /** The JSON Schema of the proposal, as text. */
  readonly proposalSchema: string;
  readonly ticket: string;
}

/** Whether the model of the host does the deep pass here. */
export function isHostsPass({ passes }: Personalizer): boolean {
  return passes.some(({ name, by }) => name === DEEP && by === "host");
}

const PROPOSAL_SCHEMA = JSON.stringify(PROPOSAL_FORM.schema);

/**
 * The next brief for the host's model; null when nothing is pending.
 *
 * @param options.isNext - the model has just answered one
 * @param options.maxBytes - what schema, ticket and brief may have together as JSON; absent: no limit
 */
export async function nextTurn(
  personalizer: Personalizer,
  userId: string,
  { isNext = false, all = false, maxBytes }: { isNext?: boolean; all?: boolean; maxBytes?: number },
): Promise<HostTurn | null> {
  const prepared = await personalizer.prepare(userId, { pass: DEEP, all, retry: all });
  if (!prepared) return null;
  const template = templateFor(prepared.brief);
  const turnOf = ({ text: brief, ticket, prompt }: HostBrief): HostTurn => ({
    brief,
    proposalSchema: PROPOSAL_SCHEMA,
    ticket: writeTicket(ticket, prompt),
  });
  const settings = { template, count: await loadTokenCounter(), isNext };
  if (maxBytes === undefined) return turnOf(buildHostBrief(prepared, settings));
  // A ticket has the same length within a few digits, however far it reaches.
  const rest = jsonBytes(turnOf({ ...prepared, text: "", prompt: template.host.id, condensed: true, tokens: 0 }));
  return turnOf(buildHostBrief(prepared, { ...settings, maxBytes: maxBytes - rest }));
}

/**
 * Takes the operations of the host's model for the brief that the ticket stands for.
 *
 * @param client - the program that the model works in, as it names itself
 * @throws PersonaError `INVALID_INPUT` when the ticket no longer holds, or the operations are none; nothing was learned
 */
export async function takeTurn(
  personalizer: Personalizer,
  userId: string,
  { ticket: text, operations, client }: { ticket: string; operations: readonly unknown[]; client?: string },
): Promise<UpdateReport> {
  const { ticket, prompt } = readTicket(text);
  if (ticket.pass !== DEEP) throw spent();
  const proposal: ProposalReader = (brief) => {
    const read = readProposal({ operations }, brief);
    if ("operations" in read) return { operations: read.operations, model: `host:${client ?? "unknown"}`, prompt };
    throw new PersonaError(
      "INVALID_INPUT",
      `These operations cannot be read. ${read.problem} Call again with the same ticket.`,
    );
  };
  try {
    return await personalizer.commit(userId, { ticket, proposal });
  } catch (error) {
    if (PersonaError.isInstance(error) && error.code === "INVALID_INPUT" && !error.message.startsWith("These"))
      throw spent();
    throw error;
  }
}

function spent(): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    "This ticket no longer holds: it was used, has expired, or belongs to another user. Nothing was learned from this call. Call optimize_persona without arguments for a new brief.",
  );
}
