/** What came of the last thing that the user did, for the section in which they did it. */
export interface Notice {
  readonly section: string;
  readonly text: string;
  readonly isError: boolean;
  /** The revision that can be taken back at once; absent where none came of it. */
  readonly revision?: number;
}

/** What the user is asked before something that cannot be taken back. */
export interface Ask {
  /** Of the row that asks. */
  readonly key: string;
  readonly text: string;
  readonly yes: () => void;
}
