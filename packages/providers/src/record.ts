import { type FileHandle, open } from "node:fs/promises";
import { type LanguageModel, type ModelReply, PersonaError } from "@lifelong/core";
import { exchangeOf } from "./exchange.ts";

/**
 * The same model, with every exchange written to a file: one line of JSON each, readable by its owner alone, since it holds
 * what was said. Of errors only `MODEL_REJECTED` is recorded, since the next request depends on it; a service that was away
 * says nothing about a replay.
 *
 * A reply is handed on once it is in the file. Calls at once, and processes, may record into one file.
 *
 * @throws PersonaError `CONFIGURATION` when the file cannot be written; where that shows at once, the model was not asked
 */
export function recordingModel(model: LanguageModel, file: string): LanguageModel {
  return {
    provider: model.provider,
    modelId: model.modelId,
    ...(model.output && { output: model.output }),
    async generate(request) {
      const recording = await open(file, "a+", 0o600).catch(() => {
        throw unwritable(file);
      });
      const write = (reply?: ModelReply) =>
        append(recording, `${JSON.stringify(exchangeOf(model, request, reply))}\n`).catch(() => {
          throw unwritable(file);
        });
      try {
        const reply = await model.generate(request);
        await write(reply);
        return reply;
      } catch (error) {
        if (PersonaError.isInstance(error) && error.code === "MODEL_REJECTED") await write();
        throw error;
      } finally {
        await recording.close();
      }
    },
  };
}

/** One write of a whole line, so that lines do not mix; on a line of its own also after one that a crash cut off. */
async function append(recording: FileHandle, line: string): Promise<void> {
  const { size } = await recording.stat();
  const { buffer } = await recording.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
  const whole = Buffer.from(size === 0 || buffer.toString() === "\n" ? line : `\n${line}`);
  const { bytesWritten } = await recording.write(whole);
  if (bytesWritten < whole.length) throw new Error("The disk is full.");
}

function unwritable(file: string): PersonaError {
  return new PersonaError(
    "CONFIGURATION",
    `The recording ${file} cannot be written. Name a file in a folder that exists, with room and permission to write.`,
  );
}
