import { statfsSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import lifelong from "../packages/mcp-server/package.json" with { type: "json" };
import packageJson from "./package.json" with { type: "json" };

const OTHERS = ["@modelcontextprotocol/server", "@modelcontextprotocol/server-memory"] as const;

const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, "ext4"],
  [0x01021994, "tmpfs (memory: fsync costs nothing here, give another --directory)"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x794c7630, "overlayfs"],
]);

/** What the figures depend on, line by line. */
export function describeMachine(directory: string): readonly string[] {
  const processors = cpus();
  return [
    `date         ${new Date().toISOString()}`,
    `machine      ${processors.length} × ${processors[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()} ${arch()}`,
    `load         ${loadavg()
      .map((load) => load.toFixed(2))
      .join(" ")} (1, 5, 15 minutes)`,
    `file system  ${FILE_SYSTEMS.get(statfsSync(directory).type) ?? "unknown"}`,
    `node         ${process.version}`,
    `lifelong     ${lifelong.version}`,
    ...OTHERS.map((name) => `${"".padEnd(13)}${name} ${packageJson.dependencies[name]}`),
    "fsync        Lifelong: fdatasync before it acknowledges, folders fsynced; floors: fdatasync of the same bytes; official server: none",
    "page cache   warm: files were written or read before",
  ];
}
