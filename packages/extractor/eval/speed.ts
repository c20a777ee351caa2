// Prints how long the extractor takes for 5 MB in one session, and how much memory the process then holds:
// node packages/extractor/eval/speed.ts
import { type BriefMessage, defaultSchema, emptyPersona } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";

const BYTES = 5_000_000;
const MESSAGE = 1_800; // characters, below what counts as a pasted document

const STATEMENTS = "I live in Berlin and I love hiking, cooking and jazz. My dog Rex is six. ";
const CHAT = `Could you explain how the tides work? ${"The moon pulls at the sea, and the sea gives way. ".repeat(6)}I like the second one. `;
const CHINESE_STATEMENTS = "我住在杭州，在外企做财务经理，喜欢爬山和手冲咖啡。我家猫叫豆包，今年六岁。我對花生過敏。";
const CHINESE_CHAT = `潮汐是怎么形成的？${"月球牵引着海水，海水随之起伏，一天两次涨落。".repeat(6)}我觉得第二种说法更清楚。`;
const CHINESE_REPETITION = "我是我叫我住在我喜欢我不";
const REPETITION = "i am a my name is i live in ";

const extractor = createExtractor();

await measure("nothing but statements, one message", [filled(STATEMENTS, BYTES)]);
await measure("nothing but statements, short messages", split(filled(STATEMENTS, BYTES)));
await measure("a chat, short messages", split(filled(CHAT, BYTES)));
await measure("repeated beginnings of rules, short messages", split(filled(REPETITION, BYTES)));
await measure("Chinese statements, short messages", split(filledBytes(CHINESE_STATEMENTS)));
await measure("a Chinese chat, short messages", split(filledBytes(CHINESE_CHAT)));
await measure("repeated Chinese beginnings, short messages", split(filledBytes(CHINESE_REPETITION)));
await measure("one endless Chinese line", [filledBytes("我是")]);
await measure("one endless line", [filled("i am ", BYTES)]);
await measure("one endless word", [filled("i", BYTES)]);

async function measure(name: string, texts: readonly string[]): Promise<void> {
  const messages = texts.map((text, index): BriefMessage => ({ index, role: "user", text, sequence: 1 }));
  const startedAt = "2026-01-01T00:00:00Z";
  const session = { id: "long", ordinal: 1, startedAt, source: "witnessed", messages } as const;
  const begun = performance.now();
  const { operations } = await extractor.propose({
    pass: "instant",
    now: startedAt,
    schema: defaultSchema,
    persona: emptyPersona("speed"),
    sessions: [session],
  });
  const milliseconds = Math.round(performance.now() - begun);
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  process.stdout.write(
    `${name.padEnd(46)} ${String(milliseconds).padStart(6)} ms  ${operations.length} operations  ${megabytes} MB\n`,
  );
}

function filled(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}

/** As long in bytes as the English texts. */
function filledBytes(text: string): string {
  return filled(text, Math.floor((BYTES * text.length) / Buffer.byteLength(text)));
}

function split(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / MESSAGE) }, (_, index) =>
    text.slice(index * MESSAGE, (index + 1) * MESSAGE),
  );
}
