import { type Script, script } from "../script.ts";

/**
 * KEYS: 3. ARGV: user id; expected incarnation, empty for none; expected revision; incarnation of a new life; number,
 * document and persona of the revision. Answers 1, or 0 where the stored head is another.
 */
export const commitPersona: Script = script(
  "commit",
  ["life", "revisions", "roster"],
  `
local user, incarnation, expected, fresh, number, revision, persona = unpack(ARGV)
local head = redis.call('HMGET', KEYS[1], 'incarnation', 'revision')
if head[1] then
  if head[1] ~= incarnation or head[2] ~= expected then return 0 end
else
  if redis.call('ZSCORE', KEYS[3], user) then return corrupt(1) end
  if incarnation ~= '' then return 0 end
  redis.call('HSET', KEYS[1], 'user', user, 'incarnation', fresh, 'last', 0, 'sessions', 0, 'oldest', 1)
  redis.call('ZADD', KEYS[3], 0, user)
end
redis.call('HSET', KEYS[1], 'revision', number, 'persona', persona)
redis.call('HSET', KEYS[2], number, revision)
return 1
`,
);
