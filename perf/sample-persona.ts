import {
  type BriefSession,
  createPersonalizer,
  defaultSchema,
  definePersonaSchema,
  instantPass,
  memoryStore,
  type Operation,
  type Optimizer,
  type Persona,
  type PersonaSchema,
  type Revision,
} from "@lifelong/core";

/** A persona as it is kept after one update, with what made it. */
export interface SamplePersona {
  readonly persona: Persona;
  readonly revision: Revision;
  readonly schema: PersonaSchema;
  /** What was proposed, and the conversation in which it was said. */
  readonly brief: BriefSession;
  readonly operations: readonly Operation[];
}

const SESSION = "what-was-said";
const MATERIALS = ["oak", "linen", "copper", "wool", "slate", "paper", "glass", "cork", "clay", "birch"] as const;
const THINGS = ["table", "notebook", "lamp", "kettle", "coat", "garden chair", "letter box", "door mat"] as const;

/** The user says one thing for each value, and each is learned from its sentence, through the gate. */
export async function samplePersona(values: number, userId = "somebody"): Promise<SamplePersona> {
  const schema = values <= 60 ? defaultSchema : wideSchema(values);
  const fields = values <= 60 ? ["likes", "dislikes"] : Object.keys(schema.fields);
  const said = Array.from({ length: values }, (_, number) => {
    const content = `${MATERIALS[number % 10]} ${THINGS[Math.floor(number / 10) % 8]} number ${number + 1}`;
    return { field: fields[number % fields.length] as string, content, quote: `I care about a ${content} these days.` };
  });
  let brief: BriefSession | undefined;
  let operations: readonly Operation[] = [];
  const optimizer: Optimizer = {
    name: "sample@1",
    async propose({ sessions: [session] }) {
      brief = session;
      operations = said.map(({ field, content, quote }, messageIndex) => ({
        kind: "add",
        field,
        content,
        evidence: [{ sessionId: SESSION, messageIndex, quote }],
      }));
      return { operations };
    },
  };
  const store = memoryStore();
  const personalizer = createPersonalizer({
    store,
    schema,
    passes: [{ ...instantPass(optimizer), policy: () => false }],
  });
  await personalizer.recordSession(userId, {
    id: SESSION,
    startedAt: "2026-01-01T00:00:00.000Z",
    messages: said.map(({ quote }) => ({ role: "user", text: quote })),
  });
  const { changes } = await personalizer.optimize(userId);
  const persona = await store.readPersona(userId);
  const [revision] = await store.readRevisions(userId, { limit: 1 });
  await personalizer.close();
  if (changes.length !== values || persona === null || revision === undefined || brief === undefined) {
    throw new Error(`The sample persona holds ${changes.length} of ${values} values.`);
  }
  return { persona, revision, schema, brief, operations };
}

function wideSchema(values: number): PersonaSchema {
  const count = Math.ceil(values / 20);
  const fields = Array.from({ length: count }, (_, number) => [
    `things.group${String.fromCharCode(97 + number)}`,
    { kind: "set", description: "Things that the user cares about.", label: "cares about" } as const,
  ]);
  return definePersonaSchema({ id: "wide", version: 1, fields: Object.fromEntries(fields) });
}
