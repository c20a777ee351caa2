import { type Script, script } from "../script.ts";

/**
 * KEYS: 6. ARGV: user id; incarnation, revision, last sequence and number of sessions; persona and base, or empty; number
 * of the oldest revision; how many revisions, then number and document of each; then for each part its place
 * (`ordinal:number`), sequence, document, and the name of its session with what is held of that.
 *
 * Answers 1; 0 where something of the user is stored.
 */
export const restoreUser: Script = script(
  "take a user in",
  ["life", "revisions", "parts", "order", "sessions", "roster"],
  `
local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end
local user, incarnation, revision, last, sessions = take(), take(), take(), take(), take()
local persona, base, oldest = take(), take(), take()
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if redis.call('ZSCORE', KEYS[6], user) then return corrupt(1) end
redis.call('HSET', KEYS[1], 'user', user, 'incarnation', incarnation, 'revision', revision, 'last', last,
  'sessions', sessions, 'oldest', oldest)
if persona ~= '' then redis.call('HSET', KEYS[1], 'persona', persona) end
if base ~= '' then redis.call('HSET', KEYS[1], 'base', base) end
for index = 1, tonumber(take()) do redis.call('HSET', KEYS[2], take(), take()) end
while at < #ARGV do
  local place, sequence, document, name, held = take(), take(), take(), take(), take()
  redis.call('HSET', KEYS[3], place, document)
  redis.call('ZADD', KEYS[4], sequence, place)
  redis.call('HSET', KEYS[5], name, held)
end
redis.call('ZADD', KEYS[6], 0, user)
return 1
`,
);
