/** Something of a character that was not taken as it stands, or that a reader of results must know. */
export interface ImportNote {
  readonly character: string;
  /** 0-based, in the data; absent: the note is about the person. */
  readonly scene?: number;
  /**
   * - `unreadable`: no JSON, or not of the published form; the person or the scene is left out.
   * - `unknown-key`: the schema has no field for it; passed over.
   * - `unfit-value`: the field takes no such value; passed over.
   * - `no-query`: nothing is left of the neutralized query; the scene is left out.
   * - `not-neutralized`: the neutralized query is word for word the personal one.
   * - `own-name`: the neutralized query names the person.
   * - `placeholder-name`: the scene speaks of "User" where a name should be.
   */
  readonly kind:
    | "unreadable"
    | "unknown-key"
    | "unfit-value"
    | "no-query"
    | "not-neutralized"
    | "own-name"
    | "placeholder-name";
  /** The key that is meant; absent where there is none. Never text of the data. */
  readonly what?: string;
}
