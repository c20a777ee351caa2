/** What a user may set where they install the server. All of it is optional. */
export interface Setting {
  /** Of the setting in a bundle's form. */
  readonly key: "model" | "api_key" | "folder" | "profile";
  readonly title: string;
  readonly description: string;
  readonly type: "string" | "directory";
  readonly sensitive?: true;
  /** What the command reads it from; of several, that which the model's vendor has. */
  readonly variables: readonly string[];
}

export const settings: readonly Setting[] = [
  {
    key: "model",
    title: "Model",
    description:
      "The model that learns what takes thinking, such as openai:gpt-5-mini, anthropic:claude-sonnet-5 or openai-compatible:http://localhost:11434/v1#qwen3. Leave it empty to have the assistant's own model do that.",
    type: "string",
    variables: ["LIFELONG_MODEL"],
  },
  {
    key: "api_key",
    title: "API key",
    description: "The key of that model's vendor. It is sent to nobody else.",
    type: "string",
    sensitive: true,
    variables: ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENAI_COMPATIBLE_API_KEY"],
  },
  {
    key: "folder",
    title: "Data folder",
    description: "Where everything is kept. Leave it empty for the folder that all assistants share.",
    type: "directory",
    variables: ["LIFELONG_STORE"],
  },
  {
    key: "profile",
    title: "Profile",
    description:
      "Whose persona it is, where several people or lives are kept apart. Leave it empty for the common one.",
    type: "string",
    variables: ["LIFELONG_PROFILE"],
  },
];
