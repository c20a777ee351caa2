import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = {
  test: {
    include: ["*.test.ts"],
    reporters: ["default", "../../tools/closing-line-reporter.ts"],
    // One host at a time: each is a heavy program, and all write into one file of results.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
};

export default config;
