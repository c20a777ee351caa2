import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Change, defaultSchema, type Personalizer, type Revision } from "@lifelong/core";
import * as z from "zod";
import { jsonFile } from "../json-file.ts";
import { notesFolder, type StoreLocation } from "../location.ts";
import { fieldLabel, viewContent, viewQuote } from "../view/value-view.ts";

/** Revisions looked through; what is older is in the history. */
const LOOKED_AT = 50;
const COLUMNS = 80;
/** No persona is larger: to see every value that is believed. */
const ALL = 1_000_000; // tokens

const note = z.looseObject({ incarnation: z.string(), revision: z.int() });

/**
 * One line for the person: what was learned since they were last told, its quote, and how to take it back. Undefined
 * where there is no news, or nobody was ever told: what was learned before is no news.
 */
export async function tellNews(
  personalizer: Personalizer,
  userId: string,
  location: StoreLocation,
): Promise<string | undefined> {
  const folder = join(notesFolder(location), "told");
  const name = createHash("sha256").update(userId).digest("hex").slice(0, 16);
  const file = jsonFile(join(folder, `${name}.json`));
  const { head } = await personalizer.status(userId);
  const now = { incarnation: head?.incarnation ?? "", revision: head?.revision ?? 0 };
  const held = note.safeParse(await file.read().catch(() => null)).data;
  if (held?.incarnation === now.incarnation && held.revision === now.revision) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await file.write(now);
  if (held === undefined) return undefined;
  // Before the first conversation there was nobody to remember.
  const since = held.incarnation === now.incarnation || held.revision === 0 ? held.revision : undefined;
  return since === undefined ? undefined : newsSince(personalizer, userId, since);
}

async function newsSince(personalizer: Personalizer, userId: string, since: number): Promise<string | undefined> {
  const [history, { values }] = await Promise.all([
    personalizer.history(userId, { limit: LOOKED_AT }),
    personalizer.getPersona(userId, { budgetTokens: ALL }),
  ]);
  const believed = new Set(values.map(({ valueId }) => valueId));
  const news = history
    .filter(({ revision, cause }) => revision > since && cause.kind === "update")
    .flatMap((revision) => learnedIn(revision).map((change) => ({ change, revision: revision.revision })))
    .filter(({ change }) => believed.has(change.value.id));
  const [newest] = news;
  if (newest === undefined) return undefined;
  const distinct = new Set(news.map(({ change }) => change.value.id)).size;
  const revisions = new Set(news.map(({ revision }) => revision));
  const undo = revisions.size === 1 ? `lifelong undo ${newest.revision}` : `lifelong undo --since ${since}`;
  const more = distinct > 1 ? `, and ${distinct - 1} more (lifelong history)` : "";
  return `Lifelong has learned ${said(newest.change)}${more}. Take it back with: ${undo}`;
}

type Learned = Extract<Change, { kind: "set" | "add" }>;

function learnedIn({ changes }: Revision): readonly Learned[] {
  return changes.filter((change): change is Learned => change.kind === "set" || change.kind === "add");
}

function said({ field, value, evidence }: Learned): string {
  const quote = evidence.at(-1)?.quote;
  const from = quote === undefined ? "" : ` from ${viewQuote(quote, COLUMNS)}`;
  return `“${fieldLabel(defaultSchema, field)}: ${viewContent(value.content)}”${from}`;
}
