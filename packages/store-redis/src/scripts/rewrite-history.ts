import { type Script, script } from "../script.ts";

/**
 * KEYS: 5. ARGV: expected incarnation and revision; number of the new revision; persona; base, or empty; how many
 * revisions, then number and document of each, oldest first; then for each session that loses something: its id, what
 * was held when it was read (`ordinal:parts`, `closed`, empty), 1 if it is to be closed or 0, how many parts, number and
 * new document of each.
 *
 * Answers 1; 0 where the stored head is another; 2 where such a session has changed since it was read.
 */
export const rewriteHistory: Script = script(
  "rewrite the history",
  ["life", "revisions", "parts", "order", "sessions"],
  `
local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end
local incarnation, expected, newest, persona, base = take(), take(), take(), take(), take()
local head = redis.call('HMGET', KEYS[1], 'incarnation', 'revision')
if head[1] ~= incarnation or head[2] ~= expected then return 0 end

local revisions = {}
for index = 1, tonumber(take()) do revisions[index] = {take(), take()} end
local erasures = {}
while at < #ARGV do
  local erasure = {name = redis.sha1hex(incarnation .. take()), held = take(), closes = take() == '1', parts = {}}
  for index = 1, tonumber(take()) do erasure.parts[index] = {take(), take()} end
  if (redis.call('HGET', KEYS[5], erasure.name) or '') ~= erasure.held then return 2 end
  if erasure.held ~= 'closed' and erasure.held ~= '' then erasures[#erasures + 1] = erasure end
end

for _, erasure in ipairs(erasures) do
  local ordinal, count = string.match(erasure.held, '^(%d+):(%d+)$')
  for _, part in ipairs(erasure.parts) do redis.call('HSET', KEYS[3], ordinal .. ':' .. part[1], part[2]) end
  if erasure.closes then
    for number = 2, tonumber(count) do
      redis.call('HDEL', KEYS[3], ordinal .. ':' .. number)
      redis.call('ZREM', KEYS[4], ordinal .. ':' .. number)
    end
    redis.call('HSET', KEYS[5], erasure.name, 'closed')
  end
end
redis.call('DEL', KEYS[2])
for _, revision in ipairs(revisions) do redis.call('HSET', KEYS[2], revision[1], revision[2]) end
redis.call('HSET', KEYS[1], 'revision', newest, 'persona', persona, 'oldest', revisions[1][1])
if base == '' then redis.call('HDEL', KEYS[1], 'base') else redis.call('HSET', KEYS[1], 'base', base) end
return 1
`,
);
