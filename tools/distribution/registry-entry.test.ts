import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import { bundleManifest } from "./bundle-manifest.ts";
import { registryEntry } from "./registry-entry.ts";
import schema from "./server.schema.json" with { type: "json" };

const ajv = new Ajv({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);
const bundle = { url: "https://example.com/lifelong.mcpb", sha256: "0".repeat(64) };

describe("what the registry is told", () => {
  test.each([undefined, bundle])("keeps to its schema, with the bundle %o", (published) => {
    validate(registryEntry(published));
    expect(validate.errors).toBeNull();
  });

  test("agrees with the package by name and version, and with the bundle by version", () => {
    expect(registryEntry(bundle)).toMatchObject({
      name: packageJson.mcpName,
      version: packageJson.version,
      packages: [
        { registryType: "npm", identifier: packageJson.name, version: packageJson.version },
        { registryType: "mcpb", identifier: bundle.url, version: packageJson.version, fileSha256: bundle.sha256 },
      ],
    });
    expect(bundleManifest()).toMatchObject({ name: packageJson.name, version: packageJson.version });
  });

  test("calls every key a secret", () => {
    const { packages } = registryEntry() as { packages: { environmentVariables: Record<string, unknown>[] }[] };
    const secret = packages[0]?.environmentVariables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    expect(secret).toEqual(["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENAI_COMPATIBLE_API_KEY"]);
  });
});

describe("the schema refuses", () => {
  const [npm] = (registryEntry() as { packages: object[] }).packages;
  test.each([
    ["a name without an owner", { name: "lifelong" }],
    ["a name with two slashes", { name: "io.github/lifelong/server" }],
    ["a description of more than 100 characters", { description: "a".repeat(101) }],
    ["no version", { version: undefined }],
    ["a package of the latest version", { packages: [{ ...npm, version: "latest" }] }],
    ["a package without a transport", { packages: [{ ...npm, transport: undefined }] }],
    ["a positional argument without a value", { packages: [{ ...npm, packageArguments: [{ type: "positional" }] }] }],
    ["a hash that is none", { packages: [{ ...npm, fileSha256: "ABC" }] }],
    ["an address that is none", { websiteUrl: "the homepage" }],
  ])("%s", (_, change) => {
    // As it would be read from a file: without what is undefined.
    expect(validate(JSON.parse(JSON.stringify({ ...registryEntry(), ...change })))).toBe(false);
  });
});
