import { memoryStore } from "@lifelong/core";
import { expect, test } from "vitest";
import { cardData } from "./card-data.ts";
import { gatherCard } from "./gather-card.ts";
import { openAda, USER } from "./testing/ada.ts";

const TOOLS = ["get_persona", "edit_persona"];

async function gathered() {
  const personalizer = await openAda(memoryStore());
  return { personalizer, gather: () => gatherCard({ personalizer, userId: USER, tools: TOOLS }) };
}

test("tells what the page reads, in the order of the schema", async () => {
  const { gather } = await gathered();
  const data = await gather();
  expect(cardData.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
  expect(data.fields.map(({ group, label }) => [group, label])).toEqual([
    ["Demographics", "name"],
    ["Demographics", "work"],
    ["Personality", "interested in"],
    ["Life", "lives in"],
    ["Interaction", "wants to be called"],
    ["Life", "likes"],
    ["Life", "allergic to"],
  ]);
  expect(data).toMatchObject({ pending: 1, paused: false, tools: TOOLS });
});

test("tells why something was refused, and never what", async () => {
  const { gather } = await gathered();
  const data = await gather();
  expect(data.refusals).toEqual([
    { at: "2026-10-05T17:20:00.000Z", label: "likes", sentence: expect.stringMatching(/\.$/), count: 1 },
  ]);
  expect(JSON.stringify(data)).not.toMatch(/early nights|bed at nine/);
});

test("says which changes can be taken back, and which were", async () => {
  const { personalizer, gather } = await gathered();
  const { revision } = await personalizer.edit(USER, [{ kind: "remove", field: "likes", content: "jazz" }]);
  await personalizer.edit(USER, [{ kind: "undo" }]);
  await personalizer.forget(USER, { kind: "value", field: "allergies" });
  const { changes } = await gather();
  expect(changes.slice(0, 3)).toMatchObject([
    { by: "forgotten at your word", undo: "never" },
    { by: `you undid revision ${revision}`, undo: "possible" },
    { by: "by your hand", undo: "done", revision },
  ]);
});

test("leaves nothing of what was forgotten, and shows a lock that holds nothing", async () => {
  const { personalizer, gather } = await gathered();
  await personalizer.forget(USER, { kind: "value", field: "allergies" });
  await personalizer.edit(USER, [{ kind: "lock", field: "diet" }]);
  const data = await gather();
  expect(JSON.stringify(data)).not.toContain("peanuts");
  expect(data.fields.find(({ field }) => field === "diet")).toMatchObject({ locked: true, values: [] });
});
