import * as z from "zod";
import type { StatementFormat } from "./format.ts";

const profile = z.object({
  content: z.string(),
  attributes: z.object({ topic: z.string(), sub_topic: z.string() }),
});
const answer = z.union([
  z.object({ data: z.object({ profiles: z.array(profile) }) }),
  z.object({ profiles: z.array(profile) }),
]);
/** As its client gives it: by topic and sub-topic. */
const byTopic = z.record(z.string(), z.record(z.string(), z.object({ content: z.string() })));

/** A user's profile of Memobase: as the service answers, or as `user.profile(need_json=True)` gives it. */
export const memobase: StatementFormat = {
  kind: "statements",
  name: "Memobase profile",
  document: "https://github.com/memodb-io/memobase/blob/main/readme.md",

  recognises: (first) => answer.safeParse(first).success || isByTopic(first),

  async *read(values) {
    for await (const value of values) {
      const answered = answer.safeParse(value).data;
      const profiles = answered && ("data" in answered ? answered.data.profiles : answered.profiles);
      for (const { content: text, attributes } of profiles ?? []) {
        yield { text, about: [attributes.sub_topic, attributes.topic] };
      }
      if (profiles) continue;
      for (const [topic, held] of Object.entries(byTopic.safeParse(value).data ?? {})) {
        for (const [subTopic, { content: text }] of Object.entries(held)) yield { text, about: [subTopic, topic] };
      }
    }
  },
};

function isByTopic(value: unknown): boolean {
  const parsed = byTopic.safeParse(value);
  return parsed.success && Object.values(parsed.data).some((held) => Object.keys(held).length > 0);
}
