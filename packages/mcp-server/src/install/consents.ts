import { CATEGORIES, type Personalizer } from "@lifelong/core";

/** Records whether the special categories may be learned. Answers whether anything had to be recorded. */
export async function recordConsents(personalizer: Personalizer, userId: string, given: boolean): Promise<boolean> {
  const { consents } = await personalizer.status(userId);
  const changed = CATEGORIES.filter((category) => consents.includes(category) !== given);
  if (changed.length === 0) return false;
  await personalizer.edit(
    userId,
    changed.map((category) => ({ kind: "consent", category, given })),
  );
  return true;
}
