// Writes what is generated and kept in the repository: `pnpm generate`. With the address of a published bundle and the
// bundle's file behind it, the registry is told of that too.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { generatedFiles } from "./generated-files.ts";

const [url, file] = process.argv.slice(2);
const bundle = url && file ? { url, sha256: await sha256Of(file) } : undefined;
for (const { path, text } of generatedFiles(bundle)) {
  await writeFile(path, text);
  console.log(path);
}

async function sha256Of(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}
