import { type Script, script } from "../script.ts";

/**
 * KEYS: 4. ARGV: user id; session id; and of a caller who wants the persona too, incarnation and revision of the one it
 * knows, or empty.
 *
 * Answers {incarnation, revision, last sequence, sessions, persona, state, document, …}: the persona is empty where it
 * was not wanted or is known, nil where there is none; the state is `ordinal:parts` before the parts in order, `closed`
 * before none, nil for an id that was never seen. Answers nil for a user who is not stored.
 */
export const readSession: Script = script(
  "read a session",
  ["life", "parts", "sessions", "roster"],
  `
local user, session, incarnation, revision = unpack(ARGV)
local stored, own, newest, last, sessions =
  unpack(redis.call('HMGET', KEYS[1], 'user', 'incarnation', 'revision', 'last', 'sessions'))
if stored ~= user then
  if stored or redis.call('ZSCORE', KEYS[4], user) then return corrupt(1) end
  return false
end
local persona = ''
if revision and (own ~= incarnation or newest ~= revision) then persona = redis.call('HGET', KEYS[1], 'persona') end
local held = redis.call('HGET', KEYS[3], redis.sha1hex(own .. session))
if not held and sessions ~= '0' and redis.call('EXISTS', KEYS[3]) == 0 then return corrupt(3) end
local answer = {own, newest, last, sessions, persona, held}
if not held or held == 'closed' then return answer end
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
