import * as z from "zod";
import type { Scene, SceneTool } from "../dataset/character.ts";
import type { ImportNote } from "./import-note.ts";
import { isPresent } from "./profile.ts";

const publishedScene = z.object({
  scene_desc: z.string(),
  scene_context: z.string(),
  expected_response: z.string(),
  personalized_query: z.string().nullish(),
  neutralized_query: z.string(),
  available_apis: z
    .record(z.string(), z.object({ description: z.string(), arguments: z.array(z.string()).nullish() }))
    .nullish(),
});

type SceneNote = Pick<ImportNote, "kind">;

/** A published scene as one of ours; undefined with the note why when it can not be had. */
export function importScene(
  raw: unknown,
  personName: string | undefined,
): { readonly scene?: Scene; readonly notes: readonly SceneNote[] } {
  const parsed = publishedScene.safeParse(withoutNone(raw));
  if (!parsed.success) return { notes: [{ kind: "unreadable" }] };
  const { scene_desc, scene_context, expected_response, personalized_query, neutralized_query, available_apis } =
    parsed.data;
  const query = withoutTags(neutralized_query);
  if (!isPresent(query)) return { notes: [{ kind: "no-query" }] };
  const scene: Scene = {
    description: scene_desc.trim(),
    context: scene_context.trim(),
    query,
    expected: expected_response.trim(),
    tools: Object.entries(available_apis ?? {}).map(([name, api]) => toolOf(name, api)),
  };
  const spoken = [scene.description, scene.context, scene.query, scene.expected];
  const notes: SceneNote[] = [];
  if (personalized_query && withoutTags(personalized_query) === query) notes.push({ kind: "not-neutralized" });
  if (personName && query.includes(personName)) notes.push({ kind: "own-name" });
  if (spoken.some((text) => /\bUser\b/.test(text))) notes.push({ kind: "placeholder-name" });
  return { scene, notes };
}

/** APIs that are none: the string "None" beside an object or nothing. */
function withoutNone(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || !("available_apis" in raw)) return raw;
  return { ...raw, available_apis: isPresent(raw.available_apis) ? raw.available_apis : null };
}

/** Only the tags that the published prompts asked for: a query may hold code with angle brackets of its own. */
function withoutTags(query: string): string {
  return query.replace(/<\/?(?:neutralized|personalized)_query>/g, "").trim();
}

function toolOf(name: string, api: { description: string; arguments?: readonly string[] | null }): SceneTool {
  return {
    name: camelCase(name),
    description: api.description,
    // What an argument means is not published: its name is all there is.
    parameters: Object.fromEntries((api.arguments ?? []).map((argument) => [argument, argument])),
  };
}

/** `generate_report`, `SymptomCheck` and `QA` as tools are called: `generateReport`, `symptomCheck`, `qa`. */
function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [first = "", ...others] = words;
  const beginning = /^[A-Z0-9]+$/.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  return [beginning, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join("");
}
