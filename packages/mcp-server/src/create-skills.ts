import type { Resource } from "@modelcontextprotocol/server";
import type { Skill as SkillEntry } from "@modelcontextprotocol/server/ext/skills";
import type { Skill } from "./define-skill.ts";

/** Skills, as the protocol's extension for them (SEP-2640) asks for them. Nothing is read before it does. */
export interface Skills {
  /** With digest, size and frontmatter of each, by which a host checks what it reads. */
  list(): Promise<{ skills: SkillEntry[] }>;
  get(uri: string): Promise<SkillEntry | undefined>;
  read(uri: string): Promise<{ mimeType: string; text: string } | undefined>;
  /** For hosts that know resources and no skills. */
  listResources(): Promise<Resource[]>;
}

const mimeType = "text/markdown";

export function createSkills(skills: readonly Skill[]): Skills {
  const find = (uri: string) => skills.find((skill) => skill.uri === uri);
  return {
    list: async () => ({ skills: await Promise.all(skills.map(entryOf)) }),
    async get(uri) {
      const skill = find(uri);
      return skill && entryOf(skill);
    },
    async read(uri) {
      const skill = find(uri);
      return skill && { mimeType, text: await skill.text() };
    },
    listResources: () =>
      Promise.all(
        skills.map(async (skill) => {
          const { uri, frontmatter } = await entryOf(skill);
          const { name, description } = frontmatter;
          return { name, uri, title: skill.title, description, mimeType };
        }),
      ),
  };
}

async function entryOf({ name, text }: Skill): Promise<SkillEntry> {
  const { skillEntry } = await import("@modelcontextprotocol/server/ext/skills");
  return skillEntry(name, { "SKILL.md": await text() });
}
