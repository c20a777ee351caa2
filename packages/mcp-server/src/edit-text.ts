import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";

/**
 * Lets the user change a text in their editor, and gives it back as it was saved.
 *
 * @param editor - the command with its arguments, as in $EDITOR
 * @throws PersonaError `CONFIGURATION` when the editor does not start or ends with a failure; the text is dropped then
 */
export async function editText(editor: string, text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-"));
  try {
    const file = join(directory, "persona.txt");
    await writeFile(file, text, { mode: 0o600 });
    // $EDITOR may hold arguments and quotes, so the user's own shell reads it; the file name is ours.
    const child = spawn(`${editor} "${file}"`, { shell: true, stdio: "inherit" });
    const [code] = await once(child, "exit");
    if (code !== 0) {
      throw new PersonaError(
        "CONFIGURATION",
        "The editor ended with a failure, so nothing was changed. Check $EDITOR.",
      );
    }
    return await readFile(file, "utf8");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
