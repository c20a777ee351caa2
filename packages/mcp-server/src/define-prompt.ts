import type { ReadContext } from "./define-resource.ts";

/** A message that a user picks in their host, independent of SDK and protocol era. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /**
   * The message, as the user's.
   *
   * @param context.client - the program, as it names itself
   * @throws whatever the personalizer throws
   */
  text(context: ReadContext & { readonly client?: string }): Promise<string>;
}
