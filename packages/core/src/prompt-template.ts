/** How a model is asked for a proposal, in one language. All text is fixed, so that a vendor's cache can hold it. */
export interface PromptTemplate {
  /** With version, as it stands in revisions: `en@1`. Whoever changes a word raises the version. */
  readonly id: string;
  /** The task of a deep pass over new conversations. */
  readonly learning: string;
  /** The task of tidying one field, over the conversations that its values quote. */
  readonly consolidation: string;
  /** How the answer looks, in whatever form it is asked for. */
  readonly answer: string;
  /** How an answer in plain text is marked off. */
  readonly tagged: string;
  readonly headings: {
    readonly schema: string;
    readonly persona: string;
    readonly emptyPersona: string;
    readonly sessions: string;
    /** Before the path of the field that shall be tidied. */
    readonly consolidates: string;
  };
  /** The words for a field's rules and a value's standing. */
  readonly words: TemplateWords;
  /** What a host's model is told beside the task. */
  readonly host: {
    /** With version: `host-en@1`. */
    readonly id: string;
    /** How the proposal is handed back. */
    readonly answer: string;
    /** Heading of the conversations where only sentences of them are shown. */
    readonly condensed: string;
    /** In place of task and fields, when the model has just had them. */
    readonly next: string;
    /** Below the part of a persona that fits. */
    readonly more: string;
  };
  /** Asks once more after an answer that was no proposal; `{problem}` stands for what was wrong with it. */
  readonly again: string;
}

export interface TemplateWords {
  readonly kinds: Readonly<Record<"text" | "number" | "boolean" | "date" | "set", string>>;
  readonly oneOf: string;
  readonly statedOnly: string;
  readonly aboutOthers: string;
  /** `{days}` stands for a number. */
  readonly fades: string;
  readonly basis: Readonly<Record<"user" | "stated" | "inferred", string>>;
  readonly tentative: string;
  /** Only the user's hand changes it. */
  readonly locked: string;
}
