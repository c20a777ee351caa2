import { describe, expect, it } from "vitest";
import type { Character, Gold } from "../dataset/character.ts";
import type { ArmResult, HeldValue } from "../results/result.ts";
import { madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { standingsAfter } from "./standing.ts";
import { timelinesOf } from "./timeline.ts";

const city = (content: string): Gold => ({
  operation: "set",
  field: "location",
  content,
  basis: "stated",
  message: 0,
  quote: `I live in ${content}`,
});

const [model] = madeUpCharacters(1, 4);
if (!model) throw new Error("nobody was made up");
/** Lives in Porto, then from the third conversation in Leeds; the second has a trap. */
const mover: Character = {
  ...model,
  episodes: model.episodes.map((episode, index) => ({
    ...episode,
    gold: index === 0 ? [city("Porto")] : index === 2 ? [city("Leeds")] : [],
    traps: index === 1 ? [{ field: "diet", content: "vegan", why: "of a friend" }] : [],
  })),
};

const held = (field: string, content: string): HeldValue => ({ field, content, basis: "stated", quote: content });

const arm = (name: string, states: readonly (readonly HeldValue[])[]): ArmResult => ({
  name,
  setting: "learned",
  models: {},
  conversations: states.map((values, index) => ({
    character: mover.id,
    language: "en",
    episode: `s0${index + 1}`,
    index,
    seed: 1,
    held: values,
    injectedTokens: 0,
    cost: { calls: 0 },
  })),
});

describe("standingsAfter", () => {
  const after = (index: number, values: readonly HeldValue[]) =>
    standingsAfter(mover, index, { held: values }).map(({ content, standing, note }) => [content, standing, note]);

  it("tells right, missing, stale, trap and wrong apart", () => {
    expect(after(1, [held("location", "Porto")])).toEqual([["Porto", "right", undefined]]);
    expect(after(2, [held("location", "Porto")])).toEqual([
      ["Porto", "stale", undefined],
      ["Leeds", "missing", "I live in Leeds"],
    ]);
    expect(after(1, [held("location", "Porto"), held("diet", "vegan")])).toContainEqual([
      "vegan",
      "trap",
      "of a friend",
    ]);
    expect(after(0, [held("location", "Porto"), held("diet", "vegan")])).toContainEqual(["vegan", "wrong", undefined]);
  });
});

describe("timelinesOf", () => {
  const porto = [held("location", "Porto")];
  const leeds = [held("location", "Leeds")];

  it("spans the conversations after which nothing changed", () => {
    const [location] = timelinesOf(mover, [arm("late", [[], porto, porto, leeds])]);
    expect(location?.told.map(({ length, values }) => [length, values[0]?.content])).toEqual([
      [2, "Porto"],
      [2, "Leeds"],
    ]);
    expect(
      location?.lanes[0]?.spans.map(({ length, values }) => [length, values.map(({ standing }) => standing)]),
    ).toEqual([
      [1, ["missing"]],
      [1, ["right"]],
      [1, ["stale", "missing"]],
      [1, ["right"]],
    ]);
  });

  it("puts arms that held the same into one lane, and leaves out those that learn nothing", () => {
    const golden = arm("golden", [[], [], [], []]);
    const nothing = { ...golden, conversations: golden.conversations.map(({ held: _, ...rest }) => rest) };
    const states = [porto, porto, leeds, leeds];
    const [location] = timelinesOf(mover, [
      nothing,
      arm("one", states),
      arm("none", [[], [], [], []]),
      arm("same", states),
    ]);
    expect(location?.lanes.map(({ arms }) => arms)).toEqual([[1, 3], [2]]);
  });

  it("shows no field that was never told nor held", () => {
    expect(timelinesOf(mover, [arm("one", [porto])]).map(({ field }) => field)).toEqual(["location"]);
  });
});
