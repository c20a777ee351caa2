import { fileURLToPath } from "node:url";
import { configDefaults, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = {
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "examples/**/*.test.ts",
      "tools/*.test.ts",
      "tools/distribution/*.test.ts",
    ],
    // Packages of their own, which interop's workspace installs and tests.
    exclude: [...configDefaults.exclude, "examples/middleware/*/*.test.ts"],
    reporters: ["default", "./tools/closing-line-reporter.ts"],
    // Every core: while tests run here, nothing else is asked of the machine.
    maxWorkers: "100%",
    // Many tests start the command from its source: Node keeps what it made of that for the next.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)) },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.bench.ts"],
      reporter: ["text-summary", "html"],
    },
  },
};

export default config;
