const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;
const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

/**
 * Cuts a JSON list into its items, one after another, without looking into them: what is no JSON within an item is for
 * its parser to find.
 *
 * @param most - bytes of one item at most
 * @throws RangeError for an item of more bytes; SyntaxError where the list does not begin, breaks off or has a hole
 */
export async function* cutList(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let depth = 0;
  let ended = false;
  let inString = false;
  let escaped = false;
  let given = 0;
  let parts: Buffer[] = [];
  let held = 0;

  let isFirst = true;

  for await (const chunk of chunks) {
    let start =
      isFirst && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    isFirst = false;
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        depth += 1;
        if (depth === 1 && !ended && byte === OPEN_LIST) start = at + 1;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
      const isEnd = depth === 0 && byte === CLOSE_LIST;
      if (!isEnd && !(depth === 1 && byte === COMMA)) {
        if (depth < 1 && byte !== undefined && byte > SPACE) throw new SyntaxError("Something stands beside the list.");
        continue;
      }
      if (ended) throw new SyntaxError("The list has ended before.");
      const item = Buffer.concat([...parts, chunk.subarray(start, at)]);
      parts = [];
      held = 0;
      start = at + 1;
      ended = isEnd;
      if (item.some((one) => one > SPACE)) {
        given += 1;
        yield item;
      } else if (!isEnd || given > 0) throw new SyntaxError("The list has a hole.");
    }
    if (depth === 0) continue;
    parts.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > most) throw new RangeError("The item does not end.");
  }
  if (!ended) throw new SyntaxError("The list breaks off.");
}
