import { type Script, script } from "../script.ts";

/** KEYS: 3. ARGV: sequence, exclusive; how many. Answers the documents in the order of their sequences. */
export const readParts: Script = script(
  "read parts",
  ["life", "parts", "order"],
  `
local places = redis.call('ZRANGEBYSCORE', KEYS[3], '(' .. ARGV[1], '+inf', 'LIMIT', 0, ARGV[2])
-- Whoever has sessions has a part of each, if only a closed one.
if #places == 0 and redis.call('EXISTS', KEYS[3]) == 0 then
  local sessions = redis.call('HGET', KEYS[1], 'sessions')
  if sessions and sessions ~= '0' then return corrupt(3) end
end
local documents = {}
for index, place in ipairs(places) do
  documents[index] = redis.call('HGET', KEYS[2], place)
  if not documents[index] then return corrupt(2) end
end
return documents
`,
);
