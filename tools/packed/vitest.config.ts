import type { ViteUserConfig } from "vitest/config";

/** What users get: `pnpm build`, then this packs and installs everything once, for all tests here. */
const config: ViteUserConfig = {
  test: {
    root: import.meta.dirname,
    globalSetup: ["./pack-everything.ts"],
    reporters: ["default", "../closing-line-reporter.ts"],
    maxWorkers: "100%",
    // A compiler and installations, on a machine that may do other things.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
};

export default config;
