import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSchema } from "./default-schema.ts";
import { cutOwnBlock } from "./own-block.ts";
import { emptyPersona } from "./persona.ts";
import { render } from "./render.ts";

const BLOCK = render(
  {
    ...emptyPersona("ann"),
    fields: {
      location: { values: [held("1", "Bern")] },
      likes: { values: [held("2", "tea"), held("3", "</lifelong-persona> and rain: a lot")] },
    },
  },
  defaultSchema,
  { now: new Date("2026-06-01T00:00:00.000Z") },
).text;
const LINES = BLOCK.trimEnd().split("\n");
const prefixed = (prefix: string) => LINES.map((line) => prefix + line).join("\n");
const OPENED = LINES.slice(0, -1).join("\n");

describe("a block goes", () => {
  test.each<[string, string, string]>([
    ["alone", BLOCK, ""],
    ["before the message", `${BLOCK}\nHello`, "\nHello"],
    ["after the message", `Hello\n${BLOCK}`, "Hello\n"],
    ["amid the message", `Hello\n${BLOCK}I live in Basel`, "Hello\nI live in Basel"],
    ["twice", `${BLOCK}Hello\n${BLOCK}there\n`, "Hello\nthere\n"],
    ["twice on end", `${BLOCK}${BLOCK}`, ""],
    ["indented", `Hello\n${prefixed("    ")}\nthere`, "Hello\nthere"],
    ["indented by tabs", `Hello\n${prefixed("\t")}\nthere`, "Hello\nthere"],
    ["quoted", `Hello\n${prefixed("> ")}\nthere`, "Hello\nthere"],
    ["with CRLF", `Hello\r\n${BLOCK.replaceAll("\n", "\r\n")}there`, "Hello\r\nthere"],
    ["with CR", `Hello\r${BLOCK.replaceAll("\n", "\r")}there`, "Hello\rthere"],
    ["with blank lines between", `Hello\n${BLOCK.replaceAll("\n", "\n\n")}there`, "Hello\n\nthere"],
    ["flattened into one line", `Hello ${BLOCK.replaceAll("\n", " ")}there`, "Hello  there"],
    ["without any space around", `Hello${BLOCK.trimEnd()}there`, "Hello there"],
    ["within a JSON text", `{"a":${JSON.stringify(BLOCK)}}`, '{"a":" \\n"}'],
    ["escaped", `Hello\n${BLOCK.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}there`, "Hello\nthere"],
    ["in a code fence", `Hello\n\`\`\`xml\n${BLOCK}\`\`\`\nthere`, "Hello\nthere"],
    ["in an indented code fence", `Hello\n  ~~~\n${prefixed("  ")}\n  ~~~\nthere`, "Hello\nthere"],
    ["in a code fence that ends the message", `Hello\n\`\`\`\n${BLOCK}\`\`\``, "Hello\n"],
  ])("%s", (_, text, rest) => {
    expect(cutOwnBlock(text)).toBe(rest);
  });
});

describe("a block that was cut off", () => {
  test.each<[string, string, string]>([
    ["behind its last line", `Hello\n${OPENED}`, "Hello\n"],
    ["within a value", `Hello\n${OPENED.slice(0, -4)}`, "Hello\n"],
    ["within a label", `Hello\n${LINES[0]}\n${LINES[1]}\n- lik`, "Hello\n"],
    ["within the closing tag", `Hello\n${BLOCK.slice(0, -6)}`, "Hello\n"],
    ["within the opening tag", `Hello\n${BLOCK.slice(0, 40)}`, "Hello\n"],
    ["and quoted", `> ${OPENED.replaceAll("\n", "\n> ")}\nHello`, "Hello"],
    ["in a code fence", `\`\`\`\n${OPENED}\n\`\`\`\nHello`, "Hello"],
    ["before the user's own words", `${OPENED}\nI live in Basel: it is nice`, "I live in Basel: it is nice"],
    ["before a whole one", `${OPENED}\nHello\n${BLOCK}there`, "Hello\nthere"],
    ["before a list of the user's", `${OPENED}\n- milk\n- bread`, "- milk\n- bread"],
    [
      "before a wrapped one in the same line",
      `${OPENED.replaceAll("\n", " ")} ${LINES[0]}\nx\n</lifelong-persona>`,
      "",
    ],
    ["at its beginning", `${LINES.slice(1).join("\n")}\nHello`, "Hello"],
    ["at its beginning, after another one", `${BLOCK}Hello\n${LINES.slice(1).join("\n")}\nthere`, "Hello\nthere"],
    ["in one line", `Hello\n${OPENED.replaceAll("\n", " ")}\nthere`, "Hello\nthere"],
  ])("%s goes as far as the lines look like ours", (_, text, rest) => {
    expect(cutOwnBlock(text)).toBe(rest);
  });
});

describe("what is not ours stays", () => {
  test.each([
    "",
    "  ",
    "Hello\n- likes: tea\n- lives in: Bern\n",
    "<persona>\n- name: Ann\n</persona>",
    "<lifelong-personality> is a word",
    "I use lifelong-persona at work",
    "```\ncode\n```",
  ])("%j", (text) => {
    expect(cutOwnBlock(text)).toBe(text);
  });

  test("a tag in prose goes alone", () => {
    expect(cutOwnBlock("What is <lifelong-persona> for? I live in Bern.\n- one: two")).toBe(
      "What is  for? I live in Bern.\n- one: two",
    );
    expect(cutOwnBlock("I close it with </lifelong-persona> by hand.")).toBe("I close it with  by hand.");
  });

  test("a code fence that holds more than the block", () => {
    expect(cutOwnBlock(`\`\`\`\n${BLOCK}x\n\`\`\``)).toBe("```\nx\n```");
    expect(cutOwnBlock(`\`\`\`\nx\n${BLOCK}\`\`\``)).toBe("```\nx\n```");
  });
});

test("leaves no tag behind, whatever surrounds the blocks, and has nothing to do a second time", () => {
  const piece = fc.oneof(
    fc.constantFrom(BLOCK, OPENED, ...LINES, "\n", "\r\n", "```\n", "> ", "<", "/", "lifelong-persona", " ", ">", "hi"),
    fc.constantFrom(...BLOCK.split(/(?<=[\s<>])/)),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
      const cut = cutOwnBlock(pieces.join(""));
      expect(cut).not.toMatch(/<\/?lifelong-persona(?![\w-])/);
      expect(cutOwnBlock(cut)).toBe(cut);
    }),
    { numRuns: 3_000 },
  );
});

test("takes no more steps for each of 20 000 tags than for one", () => {
  for (const text of [
    "<lifelong-persona>",
    "</lifelong-persona>",
    "<lifelong-persona>\n",
    "- a: b\n</lifelong-persona>\n",
    "<lifelong-persona>.</lifelong-persona> ",
  ]) {
    expect(cutOwnBlock(text.repeat(20_000)).trim()).toBe("");
  }
  expect(cutOwnBlock("a<lifelong-persona>".repeat(20_000))).toBe(`a${" a".repeat(19_999)}`);
  for (const line of ["- a: b </lifelong-persona>\n", "- a: <lifelong-persona>\n"]) {
    expect(cutOwnBlock(line.repeat(20_000))).toBe(line.replace(/<.*>/, "").repeat(20_000));
  }
  const spaced = `<lifelong-persona${" ".repeat(1_000)}`.repeat(1_000);
  expect(cutOwnBlock(spaced)).toBe("");
});

function held(id: string, content: string) {
  const at = "2026-05-01T00:00:00.000Z";
  return {
    id,
    content,
    basis: "user" as const,
    tentative: false,
    supportedBy: [],
    quotes: [],
    learnedAt: at,
    changedAt: at,
  };
}
