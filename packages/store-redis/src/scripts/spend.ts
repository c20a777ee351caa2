import { type Script, script } from "../script.ts";

export const HOUR_MS: number = 60 * 60 * 1000;

/**
 * Adds to what was spent in the present hour, unless a ceiling is reached by what was spent in the 24 hours before it and
 * since. The server's clock counts.
 *
 * KEYS: the hash of spendings, `calls:hour` and `tokens:hour` → amount.
 * ARGV: calls a day or empty, tokens a day or empty, calls and tokens to add.
 * Answers 0, or the hour since 1970 in which there is room again.
 */
export const spend: Script = script(
  "count what a model costs",
  [],
  `
local hour = math.floor(redis.call('TIME')[1] / 3600)
local held = redis.call('HGETALL', KEYS[1])
local spent = { calls = {}, tokens = {} }
for i = 1, #held, 2 do
  local kind, at = held[i]:match('^(%a+):(%d+)$')
  if not kind or not spent[kind] then return corrupt(1) end
  at = tonumber(at)
  if at < hour - 24 then redis.call('HDEL', KEYS[1], held[i])
  else spent[kind][at] = tonumber(held[i + 1]) end
end
local function freeAt(kind, most)
  if most == nil then return 0 end
  local left = 0
  for _, amount in pairs(spent[kind]) do left = left + amount end
  if left < most then return 0 end
  for at = hour - 24, hour do
    left = left - (spent[kind][at] or 0)
    if left < most then return at + 25 end
  end
  return hour + 25
end
local free = math.max(freeAt('calls', tonumber(ARGV[1])), freeAt('tokens', tonumber(ARGV[2])))
if free > 0 then return free end
if tonumber(ARGV[3]) ~= 0 then redis.call('HINCRBY', KEYS[1], 'calls:' .. hour, ARGV[3]) end
if tonumber(ARGV[4]) ~= 0 then redis.call('HINCRBY', KEYS[1], 'tokens:' .. hour, ARGV[4]) end
if #held > 0 or tonumber(ARGV[3]) ~= 0 then redis.call('EXPIRE', KEYS[1], 26 * 3600) end
return 0
`,
);
