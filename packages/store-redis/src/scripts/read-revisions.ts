import { type Script, script } from "../script.ts";

/** KEYS: 2. ARGV: revision number, exclusive, or empty; how many. Answers the documents, newest first. */
export const readRevisions: Script = script(
  "read revisions",
  ["life", "revisions"],
  `
local found = redis.call('HMGET', KEYS[1], 'revision', 'oldest')
if not found[1] then return {} end
local newest, oldest = tonumber(found[1]), tonumber(found[2])
if not newest or not oldest then return corrupt(1) end
local before = tonumber(ARGV[1]) or newest + 1
local limit = tonumber(ARGV[2])
local documents = {}
for number = math.min(before - 1, newest), oldest, -1 do
  if #documents >= limit then break end
  local document = redis.call('HGET', KEYS[2], string.format('%.0f', number))
  if not document then return corrupt(2) end
  documents[#documents + 1] = document
end
return documents
`,
);
