import { type FileFunctions, nodeFiles } from "../files.ts";

/** What a call of a file function does instead of its work: fail with a code, or write a part and say so. */
export type Fault = { readonly code: string } | "short";

/** The file system of this machine, where some calls fail. Only `write` can be short. */
export function failingFiles(faultOf: (name: keyof FileFunctions) => Fault | undefined): FileFunctions {
  function guarded<Args extends unknown[], Result>(
    name: keyof FileFunctions,
    run: (...args: Args) => Result,
  ): (...args: Args) => Result {
    return (...args) => {
      const fault = faultOf(name);
      if (fault !== undefined && fault !== "short") throw Object.assign(new Error(fault.code), fault);
      return run(...args);
    };
  }

  return {
    open: guarded("open", nodeFiles.open),
    // A file that is not closed would be missing later on, and no system refuses to close one.
    close: nodeFiles.close,
    read: guarded("read", nodeFiles.read),
    write(file, bytes, position) {
      const fault = faultOf("write");
      if (fault === "short") return nodeFiles.write(file, bytes.subarray(0, bytes.length >> 1), position);
      if (fault !== undefined) throw Object.assign(new Error(fault.code), fault);
      return nodeFiles.write(file, bytes, position);
    },
    size: guarded("size", nodeFiles.size),
    sync: async (file) => guarded("sync", nodeFiles.sync)(file),
    syncFolder: async (path) => guarded("syncFolder", nodeFiles.syncFolder)(path),
    stat: guarded("stat", nodeFiles.stat),
    isFolder: guarded("isFolder", nodeFiles.isFolder),
    list: guarded("list", nodeFiles.list),
    makeFolder: guarded("makeFolder", nodeFiles.makeFolder),
    rename: guarded("rename", nodeFiles.rename),
    removeFile: guarded("removeFile", nodeFiles.removeFile),
    removeFolder: guarded("removeFolder", nodeFiles.removeFolder),
  };
}

/** Works for so many calls. At the next one the process dies: a write ends in its middle, and nothing works any more. */
export function dyingFiles(calls: number): FileFunctions {
  let [left, dead] = [calls, false];
  return failingFiles((name) => {
    left -= 1;
    if (left >= 0) return undefined;
    const last = !dead && name === "write";
    dead = true;
    return last ? "short" : { code: "EIO" };
  });
}
