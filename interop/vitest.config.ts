import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = {
  test: {
    include: ["{clients,hosts}/**/*.test.ts"],
    reporters: ["default", "../tools/closing-line-reporter.ts"],
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default config;
