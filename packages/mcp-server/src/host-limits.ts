/**
 * UTF-8 bytes of an answer that a host shows its model whole, by the beginning of the host's own name. Codex CLI 0.169
 * cuts the middle out of what is longer than about 12 000.
 */
const ANSWER_BYTES: readonly { readonly host: RegExp; readonly bytes: number }[] = [
  { host: /^codex\b/i, bytes: 11_500 },
];

/** The most bytes of an answer to that program; undefined when no limit of it is known. */
export function answerBytesOf(client: string | undefined): number | undefined {
  return ANSWER_BYTES.find(({ host }) => host.test(client ?? ""))?.bytes;
}

/** UTF-8 bytes of something as JSON, which is what a host cuts. */
export function jsonBytes(data: unknown): number {
  return Buffer.byteLength(JSON.stringify(data));
}
