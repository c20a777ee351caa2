import { textWidth } from "lifelong";
import { expect, test } from "vitest";
import { flowingText } from "./flowing-text.ts";

function flow(deltas: readonly string[], width = 20): string {
  let text = "";
  const flowing = flowingText(
    (written) => {
      text += written;
    },
    { width, indent: "  " },
  );
  for (const delta of deltas) flowing.push(delta);
  flowing.end();
  return text;
}

test("lines break at words, wherever the pieces do", () => {
  expect(flow(["The quick bro", "wn fox jumps ov", "er the dog."])).toBe("The quick brown fox\n  jumps over the dog.");
});

test("lines of Chinese fit, and do not begin with a full stop", () => {
  const lines = flow(["里斯本是一座美丽的城市，", "有很多值得一看的地方。还有好吃的。"], 20).split("\n");
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) {
    expect(textWidth(line.trim())).toBeLessThanOrEqual(22);
    expect(line.trim()).not.toMatch(/^[，。]/);
  }
});

test("what is longer than a line comes as it comes, and within the lines", () => {
  let text = "";
  const write = (written: string) => {
    text += written;
  };
  const flowing = flowingText(write, { width: 20, indent: "  " });
  flowing.push(`See https://example.org/${"x".repeat(60)}`);
  expect(text).toContain("xxx");
  flowing.end();
  for (const line of text.split("\n")) expect(textWidth(line.trim())).toBeLessThanOrEqual(20);
  expect(text.replace("See\n  ", "See ").replace(/\n {2}/g, "")).toBe(`See https://example.org/${"x".repeat(60)}`);
});

test("lines are as wide as the window is by then", () => {
  let text = "";
  const layout = { width: 40, indent: "  " };
  const flowing = flowingText((written) => {
    text += written;
  }, layout);
  flowing.push("This line is thirty letters on, ");
  layout.width = 12;
  flowing.push("and these are short ones.");
  flowing.end();
  expect(text).toBe("This line is thirty letters on,\n  and these\n  are short\n  ones.");
});

test("paragraphs and indented code stay as they are", () => {
  expect(flow(["So:\n\n    x = 1\n"])).toBe("So:\n  \n      x = 1\n  ");
});

test("nothing that a terminal would obey is let through", () => {
  expect(flow(["red\u001b[31m \u009bdone\u0007\u202e!"])).toBe("red[31m done!");
});
