import { type Script, script } from "../script.ts";

/** KEYS: 6. ARGV: user id. */
export const eraseUser: Script = script(
  "erase a user",
  ["life", "revisions", "parts", "order", "sessions", "roster"],
  `
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
redis.call('ZREM', KEYS[6], ARGV[1])
return 1
`,
);
