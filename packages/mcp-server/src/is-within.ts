import { isAbsolute, relative, sep } from "node:path";

/** Whether a path is the folder or lies in it; both absolute. Symlinks are for the caller to resolve. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
