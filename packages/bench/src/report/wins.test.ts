import { describe, expect, it } from "vitest";
import type { ArmResult, ConversationResult } from "../results/result.ts";
import { winsAgainstGolden } from "./wins.ts";

const conversation = (personal: number | undefined, index = 0): ConversationResult => ({
  character: "ada",
  language: "en",
  episode: `s0${index + 1}`,
  index,
  seed: 1,
  ...(personal !== undefined && { personal }),
  injectedTokens: 0,
  cost: { calls: 1 },
});

const arm = (
  name: string,
  setting: ArmResult["setting"],
  ratings: readonly (number | undefined)[],
  chatbot = "a:b",
) => ({
  name,
  setting,
  models: { chatbot },
  conversations: ratings.map((personal, index) => conversation(personal, index)),
});

const winsOf = (...arms: readonly ArmResult[]) => {
  const wins = winsAgainstGolden({
    format: 1,
    kind: "live",
    scripted: false,
    data: { characters: ["ada"], digest: "-" },
    seed: 1,
    arms,
  });
  return arms.map(({ conversations }) => conversations.map((one) => wins.get(one)));
};

describe("winsAgainstGolden", () => {
  it("counts higher as a win, equal as half of one, lower as none", () => {
    expect(winsOf(arm("golden", "golden", [5, 5, 5]), arm("learned", "learned", [6, 5, 4]))).toEqual([
      [undefined, undefined, undefined],
      [1, 0.5, 0],
    ]);
  });

  it("has no entry where a rating is absent on either side", () => {
    const [, learned] = winsOf(arm("golden", "golden", [undefined, 5]), arm("learned", "learned", [6, undefined, 4]));
    expect(learned).toEqual([undefined, undefined, undefined]);
  });

  it("compares with the Golden arm of the same chatbot", () => {
    const [, , learned] = winsOf(
      arm("golden, weak", "golden", [2], "weak:model"),
      arm("golden, strong", "golden", [9], "strong:model"),
      arm("learned", "learned", [5], "strong:model"),
    );
    expect(learned).toEqual([0]);
  });
});
