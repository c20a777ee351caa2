import { PersonaError } from "@lifelong/core";
import type { Statement } from "./format.ts";
import type { ImportFile } from "./import-file.ts";
import type { ImportSources } from "./import-sources.ts";
import { recognise } from "./recognise.ts";
import type { ConversationFile, FailedFile } from "./survey.ts";
import { valuesOf, wholeValuesOf } from "./values.ts";

/** What was found in what was named. */
export interface RecognisedFiles {
  readonly files: readonly ConversationFile[];
  /** Of the stores of other memories. */
  readonly statements: readonly Statement[];
  readonly failures: readonly FailedFile[];
  /** Names of files in folders that hold nothing of a known form. */
  readonly others: readonly string[];
}

/** @throws PersonaError `INVALID_INPUT` where no file is of a known form; else those that are, are read */
export async function recogniseAll({ files: all }: ImportSources): Promise<RecognisedFiles> {
  const files: ConversationFile[] = [];
  const statements: Statement[] = [];
  const failures: FailedFile[] = [];
  const others: string[] = [];
  for (const each of all) {
    try {
      const { format, file, shape } = await recognise(each);
      if (format.kind === "conversations") files.push({ file, shape, format });
      else for await (const statement of format.read(wholeValuesOf(file, shape))) statements.push(statement);
    } catch (error) {
      if (all.length === 1) throw error;
      const failure = failureOf(each, error);
      if (each.isNamed) failures.push(failure);
      else others.push(failure.file);
    }
  }
  if (files.length + statements.length + failures.length > 0) return { files, statements, failures, others };
  throw new PersonaError(
    "INVALID_INPUT",
    `None of the ${others.length} files that were found is of a known form, like ${others.slice(0, 3).join(", ")}. \`lifelong help import\` names the forms.`,
  );
}

/** A list that a person pasted, in one or several files. */
export async function textIn({ files }: ImportSources): Promise<string> {
  const texts: string[] = [];
  for (const file of files) for await (const text of valuesOf(file, "text")) texts.push(String(text));
  return texts.join("\n");
}

/** Takes what is wrong with a file as a failure of that file; throws on what is none. */
export function failureOf(file: ImportFile, error: unknown): FailedFile {
  if (!PersonaError.isInstance(error) || error.code !== "INVALID_INPUT") throw error;
  return { file: file.name, sentence: error.message };
}
