import type { Span } from "./span.ts";
import { countWords } from "./word-count.ts";

/** Shorter inline code is a name that the user speaks of: "I use `pnpm`". */
const WORDS_OF_INLINE_CODE = 3;

interface Line extends Span {
  readonly text: string;
}

/**
 * Stretches that plainly came from elsewhere: code, block quotes, mails, transcripts, elements of markup, logs.
 *
 * @param text - with Chinese in simplified characters
 */
export function pastedText(text: string): readonly Span[] {
  const lines = linesOf(text);
  return [
    ...fences(lines),
    ...mails(lines, text.length),
    ...transcripts(lines),
    ...lines.filter((line) => FOREIGN_LINES.some((foreign) => foreign.test(line.text.slice(0, LINE_HEAD)))),
    ...tripleQuotes(text),
    ...elements(text),
    ...inlineCode(text),
  ];
}

/** Enough of a line to know a log or a statement by; keeps the patterns linear on endless lines. */
const LINE_HEAD = 400;

const FOREIGN_LINES: readonly RegExp[] = [
  // Block quotes, of Markdown and of mail.
  /^ {0,3}>+(?:\s|$|[\p{L}>])/u,
  // Logs: a date with seconds, a level in brackets, chat exports.
  /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/,
  /^\s*\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?\s+(?:\[|[A-Z]{4,}\b)/,
  /^\s*\[(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\]/,
  /^\[\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d/,
  // Traces of a failure.
  /^Traceback \(most recent call last\)/,
  /^\s+File "[^"]*", line \d+/,
  /^\s+at\s+(?:async\s+)?\S+(?:\s\(.*\)|:\d+:\d+)\s*$/,
  /^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): /,
  // Statements of programs.
  /^\s*(?:import\s.+\sfrom\s+['"]|from\s+\S+\s+import\s|import\s+[\w.]+\s*(?:;|as\s|$)|#include\s|using\s+[\w.]+;|package\s+[\w.]+;)/,
  /^\s*(?:def|class)\s+\w+\s*(?:\(.*\))?\s*(?:->.*)?:\s*$/,
  /^\s*(?:export\s+)?(?:async\s+)?function\s*\w*\s*\(.*\)\s*\{?/,
  /^\s*(?:const|let|var)\s+[\w$[{][\w$,\s{}[\]:]*=/,
  /^\s*(?:public|private|protected|static|final)\s.*[{;]\s*$/,
  /^\s*(?:if|for|while|switch|else if|catch)\s*\(.*\)\s*\{?\s*$/,
  /^\s*[\w.$]+\(.*\);\s*$/,
  /^\s*[\w.$]+\s*=\s*\S.*;\s*$/,
  /^\s*(?:[{}()[\]]+[;,]?\s*)+(?:else.*)?$/,
  /^\s*\S.*(?:\{|\};|\];)\s*$/,
  /^\s*(?:SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|CREATE\s+TABLE|DELETE\s+FROM)\s/,
  /^\s*"[\w.-]+"\s*:\s*(?:["{[\d-]|true|false|null)/,
  /^\$ [a-z]/,
];

function linesOf(text: string): readonly Line[] {
  return Array.from(text.matchAll(/[^\n]*(?:\n|$)/g))
    .filter((match) => match[0] !== "")
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0].replace(/\r?\n$/, ""),
    }));
}

/** Fenced code; a fence that is never closed runs to the end, as Markdown has it. */
function fences(lines: readonly Line[]): readonly Span[] {
  const found: Span[] = [];
  let open: { readonly start: number; readonly fence: string } | undefined;
  for (const line of lines) {
    const fence = /^\s*(`{3,}|~{3,})/.exec(line.text)?.[1];
    if (open === undefined) {
      // Backticks further on in the line make it inline code.
      if (fence !== undefined && !line.text.trimStart().slice(fence.length).includes("`"))
        open = { start: line.start, fence };
    } else if (fence?.startsWith(open.fence) && line.text.trim() === fence) {
      found.push({ start: open.start, end: line.end });
      open = undefined;
    }
  }
  const last = lines.at(-1);
  if (open !== undefined && last !== undefined) found.push({ start: open.start, end: last.end });
  return found;
}

const MAIL_HEADER =
  /^\s*(?:From|To|Cc|Bcc|Subject|Sent|Date|Reply-To|日期|时间|[发寄]件[人者]|收件[人者]|主题|主旨|发送时间|寄件日期|抄送|副本)\s*[:：]\s*\S/i;
/** Headers that a list of the user's own, such as a journey's "From" and "To", does not have. */
const MAIL_ONLY =
  /^\s*(?:Cc|Bcc|Subject|Sent|Reply-To|[发寄]件[人者]|收件[人者]|主旨|发送时间|寄件日期|抄送|副本)\s*[:：]|@/i;
const MAIL_SUBJECT = /^\s*(?:Subject|主题|主旨)\s*[:：]\s*\S/i;
const SALUTATION =
  /^\s*(?:(?:Dear|Hi|Hello|Hey|Greetings|Good (?:morning|afternoon|evening))\b|尊敬的|敬爱的|亲爱的|敬启者|[您你]好|\S{1,10}(?:先生|女士|小姐|老师|经理)(?:[您你]好)?\s*[:：,，])/i;
const FORWARDED =
  /^\s*(?:-{3,}\s*(?:Original|Forwarded) message\s*-{3,}|Begin forwarded message:|-{3,}\s*(?:原始|转[发寄]的?)(?:邮件|信件|讯息)\s*-{3,}|[在于].{6,80}写道\s*[:：]\s*$|On .{6,80}\bwrote:\s*$)/i;

/** A mail from its headers to the end: where it ends nothing says. */
function mails(lines: readonly Line[], end: number): readonly Span[] {
  const first = lines.find((line, index) => {
    if (FORWARDED.test(line.text)) return true;
    if (!MAIL_HEADER.test(line.text)) return false;
    const following = lines.slice(index + 1, index + 4).map((next) => next.text);
    const headers = [line.text, ...following.filter((next) => MAIL_HEADER.test(next))];
    if (headers.length >= 2 && headers.some((header) => MAIL_ONLY.test(header))) return true;
    return MAIL_SUBJECT.test(line.text) && following.some((next) => SALUTATION.test(next));
  });
  return first === undefined ? [] : [{ start: first.start, end }];
}

const SPEAKER = /^\s*(?:[*_#>-]+\s*)?\[?([\p{L}][\p{L}\p{N} ._-]{0,30}?)\]?\s*(?:\*\*)?\s*[:：]/u;
const HUMAN = /^(?:user|human|me|you|customer|client|prompt|question|q|用户|使用者|顾客|客户|我|问)$/i;
const ASSISTANT =
  /^(?:assistant|ai|bot|chatbot|chatgpt|gpt(?:-?\d\S*)?|claude|gemini|copilot|model|llm|助手|助理|机器人|客服|答)$/i;

/** Recorded talk: the paragraphs from the first to the last line with a speaker's label. */
function transcripts(lines: readonly Line[]): readonly Span[] {
  const labelled = lines.flatMap((line, index) => {
    const speaker = SPEAKER.exec(line.text)?.[1]?.toLowerCase();
    return speaker === undefined ? [] : [{ index, speaker }];
  });
  const turns = new Map<string, number>();
  for (const { speaker } of labelled) turns.set(speaker, (turns.get(speaker) ?? 0) + 1);
  const withAssistant = [...turns.keys()].some((speaker) => ASSISTANT.test(speaker));
  // Labels that come again take turns; labels that come once are a list of the user's own: "Name: …", "City: …".
  const speakers = new Set(
    [...turns.keys()].filter(
      (speaker) =>
        (turns.get(speaker) ?? 0) >= 2 || (withAssistant && (ASSISTANT.test(speaker) || HUMAN.test(speaker))),
    ),
  );
  if (speakers.size < 2) return [];
  const spoken = labelled.filter(({ speaker }) => speakers.has(speaker));
  const first = lines[spoken[0]?.index ?? 0];
  let last = spoken.at(-1)?.index ?? 0;
  while (lines[last + 1]?.text.trim()) last += 1;
  const end = lines[last]?.end;
  return first === undefined || end === undefined ? [] : [{ start: first.start, end }];
}

/** Texts between triple quotes; one that begins a line and is never closed runs to the end. */
function tripleQuotes(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const mark of ['"""', "'''", "```"]) {
    let start = text.indexOf(mark);
    while (start >= 0) {
      const close = text.indexOf(mark, start + 3);
      if (close < 0) {
        if (mark !== "```" && /(?:^|[\n:：]\s*)$/.test(text.slice(Math.max(0, start - 4), start)))
          found.push({ start, end: text.length });
        break;
      }
      found.push({ start, end: close + 3 });
      start = text.indexOf(mark, close + 3);
    }
  }
  return found;
}

const TAG = /<(\/?)([A-Za-z][\w:.-]*)([^<>]*)>/g;

/** Elements of XML and HTML with all that they hold; a tag without its counterpart is masked alone. */
function elements(text: string): readonly Span[] {
  const found: Span[] = [];
  const open = new Map<string, number[]>();
  for (const { 0: tag, 1: slash, 2: name = "", 3: rest = "", index: start } of text.matchAll(TAG)) {
    const end = start + tag.length;
    const starts = open.get(name) ?? [];
    const counterpart = slash === "/" ? starts.pop() : undefined;
    found.push({ start: counterpart ?? start, end });
    if (slash === "/" || rest.endsWith("/")) continue;
    starts.push(start);
    open.set(name, starts);
  }
  return found;
}

function inlineCode(text: string): readonly Span[] {
  return Array.from(text.matchAll(/`([^`\n]+)`/g))
    .filter((match) => countWords(match[1] ?? "") >= WORDS_OF_INLINE_CODE)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
