import assert from "node:assert/strict";
import { contractCase, type StoreContractCase, sameBytes } from "./contract-case.ts";
import { newUserId, samplePart, samplePersona, sampleRevision, saying, strangeDocument } from "./sample-documents.ts";
import { appendStored, commitNext, headOf, readAllParts } from "./whole-user.ts";

const KIB = 1_024;

/** Documents come back as they were given, and nobody holds an object of the store. */
export const documentCases: readonly StoreContractCase[] = [
  contractCase("gives a persona back byte for byte, unknown keys and strange strings included", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const strange = strangeDocument();
    const persona = samplePersona(userId, 1, { fields: strange, ...strange });
    await store.commitPersona(persona, sampleRevision(1), null);
    sameBytes(await store.readPersona(userId), persona);
    sameBytes(await other.readPersona(userId), persona);
  }),

  contractCase("gives a revision back byte for byte, unknown keys and strange strings included", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const strange = strangeDocument();
    const revision = sampleRevision(1, { changes: [strange], lines: strange, ...strange });
    await store.commitPersona(samplePersona(userId, 1), revision, null);
    sameBytes(await store.readRevisions(userId, { limit: 1 }), [revision]);
    sameBytes(await other.readRevisions(userId, { limit: 1 }), [revision]);
  }),

  contractCase("gives a base, and a rewritten past, back byte for byte", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await commitNext(store, userId);
    const head = await commitNext(store, userId);
    const strange = strangeDocument();
    const rewrite = {
      base: samplePersona(userId, 1, strange),
      revisions: [sampleRevision(2, strange)],
      revision: sampleRevision(3, strange),
      persona: samplePersona(userId, 3, strange),
      erase: [],
    };
    await store.rewriteHistory(userId, head, rewrite);
    for (const handle of [store, other]) {
      sameBytes(await handle.readBase(userId), rewrite.base);
      sameBytes(await handle.readRevisions(userId, { limit: 9 }), [rewrite.revision, ...rewrite.revisions]);
      sameBytes(await handle.readPersona(userId), rewrite.persona);
    }
  }),

  contractCase("gives a part back with every text, unknown keys and strange strings included", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const strange = strangeDocument();
    const strings = strange.strings as readonly string[];
    const part = samplePart("strange", 1, {
      ...strange,
      source: "relayed",
      recordedAt: "2026-03-02T10:11:12.345Z",
      messages: [
        ...saying(...strings),
        { role: "system", text: "Rules." },
        { role: "tool", text: "{}", ...strange },
        { role: "user", text: "" },
      ],
    });
    const sequence = await appendStored(store, userId, part);
    for (const handle of [store, other]) {
      const [stored] = await readAllParts(handle, userId);
      assert.deepEqual(stored, { ...part, sequence, ordinal: 1 });
      sameBytes(stored?.messages, part.messages);
    }
  }),

  contractCase("gives a persona of a newer format back unchanged", async (open) => {
    const store = await open();
    const userId = newUserId();
    const newer = { ...strangeDocument(), format: 99, userId, revision: 1, fields: [["no", "longer"], "a record"] };
    await store.commitPersona(
      samplePersona(userId, 1, newer),
      sampleRevision(1, { format: 99, changes: "none" }),
      null,
    );
    sameBytes(await store.readPersona(userId), samplePersona(userId, 1, newer));
    sameBytes(await store.readRevisions(userId, { limit: 1 }), [sampleRevision(1, { format: 99, changes: "none" })]);
    await commitNext(store, userId);
    assert.equal((await headOf(store, userId)).revision, 2);
  }),

  contractCase("takes a persona of 256 KiB and a part of 64 KiB, whatever the script", async (open) => {
    const store = await open();
    const characters = "a\u0000\u00e9\u8a9e\u{1f642}";
    const filling = (bytes: number) => characters.repeat(bytes / Buffer.byteLength(characters));
    const userId = newUserId();
    const part = samplePart("long", 1, { messages: saying(filling(64 * KIB)) });
    const sequence = await appendStored(store, userId, part);
    assert.deepEqual(await readAllParts(store, userId), [{ ...part, sequence, ordinal: 1 }]);
    const persona = samplePersona(userId, 1, { filling: filling(255 * KIB) });
    await store.commitPersona(persona, sampleRevision(1), await store.readHead(userId));
    sameBytes(await store.readPersona(userId), persona);
  }),

  contractCase("keeps its own copy of what it is given", async (open) => {
    const store = await open();
    const userId = newUserId();
    const persona = samplePersona(userId, 1);
    const revision = sampleRevision(1);
    const part = samplePart("first");
    const [givenPersona, givenRevision, givenPart] = [persona, revision, part].map((given) => structuredClone(given));
    await store.commitPersona(givenPersona as typeof persona, givenRevision as typeof revision, null);
    const sequence = await appendStored(store, userId, givenPart as typeof part);
    for (const given of [givenPersona, givenRevision, givenPart]) scribble(given);
    sameBytes(await store.readPersona(userId), persona);
    sameBytes(await store.readRevisions(userId, { limit: 1 }), [revision]);
    assert.deepEqual(await readAllParts(store, userId), [{ ...part, sequence, ordinal: 1 }]);
  }),

  contractCase("hands out copies that a reader may change", async (open) => {
    const store = await open();
    const userId = newUserId();
    const head = await commitNext(store, userId);
    await appendStored(store, userId, samplePart("first"));
    await store.rewriteHistory(userId, head, {
      base: samplePersona(userId, 1),
      revisions: [],
      revision: sampleRevision(2),
      persona: samplePersona(userId, 2),
      erase: [],
    });
    const reads = [
      () => store.readHead(userId),
      () => store.readPersona(userId),
      () => store.readBase(userId),
      () => store.readRevisions(userId, { limit: 9 }),
      () => store.readSession(userId, "first"),
      () => store.readParts(userId, { after: 0, limit: 9 }),
    ];
    for (const read of reads) {
      const before = JSON.stringify(await read());
      scribble(await read());
      assert.equal(JSON.stringify(await read()), before);
    }
  }),
];

/** Changes every string, number and list within, at any depth. */
function scribble(document: unknown): void {
  if (typeof document !== "object" || document === null) return;
  for (const [key, value] of Object.entries(document)) {
    if (typeof value === "object") scribble(value);
    else Reflect.set(document, key, "scribbled");
  }
  if (Array.isArray(document)) document.push("scribbled");
}
