/**
 * The ids from the root of a tree down to a leaf. A tree that is broken or goes in circles ends where it breaks.
 *
 * @param parents - the parent of each id; absent for a root
 */
export function branchTo(
  leaf: string | undefined,
  parents: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  const branch = new Set<string>();
  for (let id = leaf; id !== undefined && parents.has(id) && !branch.has(id); id = parents.get(id)) branch.add(id);
  return [...branch].reverse();
}
