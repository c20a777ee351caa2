import { type Script, script } from "../script.ts";

/**
 * KEYS: 3. ARGV: session id. Answers {incarnation, state, document, …}: `ordinal:parts` and the parts in order, or
 * `closed` and none; nil for an id that was never seen.
 */
export const readSession: Script = script(
  "read a session",
  ["life", "parts", "sessions"],
  `
local incarnation, sessions = unpack(redis.call('HMGET', KEYS[1], 'incarnation', 'sessions'))
if not incarnation then return false end
local held = redis.call('HGET', KEYS[3], redis.sha1hex(incarnation .. ARGV[1]))
if not held and sessions ~= '0' and redis.call('EXISTS', KEYS[3]) == 0 then return corrupt(3) end
if not held then return false end
local answer = {incarnation, held}
if held == 'closed' then return answer end
local ordinal, count = string.match(held, '^(%d+):(%d+)$')
if not ordinal then return corrupt(3) end
for number = 1, tonumber(count) do
  local document = redis.call('HGET', KEYS[2], ordinal .. ':' .. number)
  if not document then return corrupt(2) end
  answer[#answer + 1] = document
end
return answer
`,
);
