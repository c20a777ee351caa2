// The public surface of @lifelong/store-file, by name. Nothing else is supported.
export { examineFolder, type Finding, repairFolder } from "./doctor.ts";
export { fileStore } from "./file-store.ts";
export { type FileFunctions, nodeFiles, type Opening } from "./files.ts";
export type { Repair } from "./repair.ts";
