/** Instructions that a host's model reads when a task asks for them, independent of SDK and protocol era: one SKILL.md. */
export interface Skill {
  /** Also in the frontmatter of the file. */
  readonly name: string;
  /** Of the file; ends in the name and the name of the file. */
  readonly uri: string;
  /** For a person; a model reads the description in the frontmatter. */
  readonly title: string;
  /** The file, frontmatter and all. Nothing is read before. */
  text(): Promise<string>;
}
