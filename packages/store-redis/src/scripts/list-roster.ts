import { type Script, script } from "../script.ts";

/** KEYS: 1. ARGV: user id, exclusive, or empty; how many. Answers user ids in the order of their bytes. */
export const listRoster: Script = script(
  "list users",
  ["roster"],
  `
local from = ARGV[1] == '' and '-' or '(' .. ARGV[1]
return redis.call('ZRANGEBYLEX', KEYS[1], from, '+', 'LIMIT', 0, ARGV[2])
`,
);
