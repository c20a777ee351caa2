import { type Script, script } from "../script.ts";

/**
 * KEYS: 5. ARGV: user id; incarnation of a new life; session id; number of the part; the sequence it brings, or empty;
 * its document without sequence, ordinal and the last brace; empty, or the incarnation for which a closing document was written.
 *
 * Answers {1, sequence, ordinal, incarnation, revision, sessions}, {0, 'conflict'}, {0, 'closed'}, or {0, 'another life'} for a closing document of one.
 */
export const appendPart: Script = script(
  "record",
  ["life", "parts", "order", "sessions", "roster"],
  `
local user, fresh, session, number, brought, document, closing = unpack(ARGV)
local head = redis.call('HMGET', KEYS[1], 'incarnation', 'last', 'sessions', 'revision')
local incarnation = head[1] or fresh
if not head[1] and redis.call('ZSCORE', KEYS[5], user) then return corrupt(1) end
if closing ~= '' and closing ~= incarnation then return {0, 'another life'} end

-- By a salted hash, so that what is closed leaves no id behind.
local name = redis.sha1hex(incarnation .. session)
local held = redis.call('HGET', KEYS[4], name)
if held == 'closed' then return {0, 'closed'} end
local last, sessions = tonumber(head[2] or 0), tonumber(head[3] or 0)
if not last or not sessions then return corrupt(1) end
if not held and sessions > 0 and redis.call('EXISTS', KEYS[4]) == 0 then return corrupt(4) end
local ordinal, count = sessions + 1, 0
if held then
  ordinal, count = string.match(held, '^(%d+):(%d+)$')
  if not ordinal then return corrupt(4) end
  ordinal, count = tonumber(ordinal), tonumber(count)
end
local sequence = tonumber(brought) or last + 1
if tonumber(number) ~= count + 1 or sequence <= last then return {0, 'conflict'} end

if not head[1] then
  redis.call('HSET', KEYS[1], 'user', user, 'incarnation', fresh, 'revision', 0, 'oldest', 1)
  redis.call('ZADD', KEYS[5], 0, user)
end
local digits = string.format('%.0f', sequence)
local place = ordinal .. ':' .. number
local whole = document .. ',"sequence":' .. digits .. ',"ordinal":' .. ordinal .. '}'
sessions = math.max(sessions, ordinal)
redis.call('HSET', KEYS[1], 'last', digits, 'sessions', sessions)
redis.call('HSET', KEYS[2], place, whole)
redis.call('ZADD', KEYS[3], digits, place)
redis.call('HSET', KEYS[4], name, closing ~= '' and 'closed' or place)
return {1, digits, ordinal, incarnation, head[4] or '0', sessions}
`,
);
