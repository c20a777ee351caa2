import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = {
  test: {
    include: ["{clients,matrix,server}/**/*.test.ts", "../examples/middleware/*/*.test.ts"],
    reporters: ["default", "../tools/closing-line-reporter.ts"],
    maxWorkers: "100%",
    maxConcurrency: 2,
    // Far more than they take: only what hangs shall fail.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
};

export default config;
