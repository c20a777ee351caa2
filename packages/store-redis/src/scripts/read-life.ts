import { type Script, script } from "../script.ts";

/**
 * KEYS: 2. ARGV: user id, then fields of the life. Answers their texts; nil for a user who is not stored.
 *
 * The roster lists nobody without a life. Where it does, the life was evicted, or removed by hand.
 */
export const readLife: Script = script(
  "read",
  ["life", "roster"],
  `
local user = ARGV[1]
local stored = redis.call('HGET', KEYS[1], 'user')
if stored == user then return redis.call('HMGET', KEYS[1], unpack(ARGV, 2)) end
if stored or redis.call('ZSCORE', KEYS[2], user) then return corrupt(1) end
return false
`,
);
