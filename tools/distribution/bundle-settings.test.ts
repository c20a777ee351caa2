import { describe, expect, test } from "vitest";
import { bundleEnvironment } from "./bundle-settings.ts";

const PATH = "/usr/bin";

describe("what a bundle's form says becomes the command's environment", () => {
  test("folder, profile and model", () => {
    const environment = {
      PATH,
      LIFELONG_BUNDLE_MODEL: "cli:claude",
      LIFELONG_BUNDLE_API_KEY: "",
      LIFELONG_BUNDLE_FOLDER: "/home/ada/my data",
      LIFELONG_BUNDLE_PROFILE: "work",
    };
    expect(bundleEnvironment(environment)).toEqual({
      PATH,
      LIFELONG_MODEL: "cli:claude",
      LIFELONG_STORE: "file:/home/ada/my data",
      LIFELONG_PROFILE: "work",
    });
  });

  test.each([
    ["openai:gpt-5-mini", "OPENAI_API_KEY"],
    ["anthropic:claude-sonnet-5", "ANTHROPIC_API_KEY"],
    ["google:gemini-3-flash", "GEMINI_API_KEY"],
    ["openai-compatible:https://models.example.com/v1#small", "OPENAI_COMPATIBLE_API_KEY"],
  ])("the key of %s goes into %s alone", (model, variable) => {
    const environment = { LIFELONG_BUNDLE_MODEL: model, LIFELONG_BUNDLE_API_KEY: "sk-canary" };
    expect(bundleEnvironment(environment)).toEqual({ LIFELONG_MODEL: model, [variable]: "sk-canary" });
  });

  test("what was left empty is no setting, and a placeholder is none either", () => {
    const environment = {
      LIFELONG_BUNDLE_MODEL: "  ",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as some hosts leave it
      LIFELONG_BUNDLE_API_KEY: "${user_config.api_key}",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as some hosts leave it
      LIFELONG_BUNDLE_FOLDER: "${user_config.folder}",
      LIFELONG_BUNDLE_PROFILE: "",
    };
    expect(bundleEnvironment(environment)).toEqual({});
  });

  test("a key without a model goes nowhere", () => {
    expect(bundleEnvironment({ LIFELONG_BUNDLE_API_KEY: "sk-canary" })).toEqual({});
  });
});
