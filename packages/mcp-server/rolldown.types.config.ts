import type { RolldownOptions } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/**
 * What "./v1" declares, in one file beside its bundle: with the declarations of our own packages in it, as the command
 * has no dependencies, and of others only those of the SDK, which is a peer.
 */
const config: RolldownOptions = {
  input: { v1: "src/v1.ts" },
  external: [/^@modelcontextprotocol\//, "zod"],
  plugins: [dts({ dtsOnly: true, generator: "oxc", sourcemap: false })],
  output: { dir: "dist" },
};

export default config;
