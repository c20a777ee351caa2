/**
 * What a host's file may hold before an installation, after the vendor's own examples, by the end of its path. The pages
 * are those that the host's file in `hosts/` names; comments stand where the vendor says that they may.
 */
const HOST_FILES: Readonly<Record<string, string>> = {
  // https://modelcontextprotocol.io/docs/develop/connect-local-servers
  "claude_desktop_config.json": `{
  "mcpServers": {
    "filesystem": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/ada/Desktop"]
    }
  },
  "globalShortcut": ""
}
`,
  // https://code.claude.com/docs/en/mcp
  ".claude.json": `{
  "numStartups": 12,
  "mcpServers": {
    "airtable": { "type": "stdio", "command": "npx", "args": ["-y", "airtable-mcp-server"], "env": {} }
  },
  "projects": { "/home/ada/work": { "allowedTools": [], "mcpServers": {} } }
}`,
  // https://code.claude.com/docs/en/settings
  ".claude/settings.json": `{
  "permissions": {
    "allow": [
      "Bash(npm run lint)",
      "Read(~/.zshrc)"
    ],
    "deny": ["Bash(curl *)"]
  }
}
`,
  // https://cursor.com/docs/mcp
  "mcp.json": `{
  "mcpServers": {
    "server-name": {
      "command": "npx",
      "args": ["-y", "mcp-server"],
      "env": { "API_KEY": "value" }
    }
  }
}
`,
  // https://cursor.com/docs/reference/permissions
  "permissions.json": `{
  // What runs without asking.
  "mcpAllowlist": ["github:*"],
}
`,
  // https://code.visualstudio.com/docs/agents/reference/mcp-configuration
  "User/mcp.json": `{
\t"inputs": [],
\t"servers": {
\t\t"memory": {
\t\t\t"command": "npx",
\t\t\t"args": ["-y", "@modelcontextprotocol/server-memory"]
\t\t}, // the one from the docs
\t}
}
`,
  // https://developers.openai.com/codex/config-reference
  "config.toml": `model = "gpt-5.2" # what is new
approval_policy = "on-request"

[mcp_servers.context7]
command = "npx"
args = ["-y", "@upstash/context7-mcp"]

[projects."/home/ada/work"]
trust_level = "trusted"
`,
  // https://geminicli.com/docs/reference/configuration/
  ".gemini/settings.json": `{
  // Of the user.
  "general": { "vimMode": true },
  "mcpServers": {
    "myPythonServer": { "command": "python", "args": ["mcp_server.py", "--port", "8080"], "timeout": 5000 }
  },
  // https://geminicli.com/docs/hooks/
  "hooks": {
    "SessionStart": [
      { "hooks": [{ "type": "command", "command": "/home/ada/greet.sh", "timeout": 1000 }] } // a greeting
    ]
  }
}
`,
  // https://developers.openai.com/codex/hooks
  "hooks.json": `{
  "hooks": {
    "Stop": [
      { "hooks": [{ "type": "command", "command": "/home/ada/chime.sh" }] }
    ]
  }
}
`,
  // https://docs.devin.ai/cli/extensibility/mcp/configuration
  "mcp_config.json": `{ "mcpServers": { "github": { "command": "docker", "args": ["run", "-i", "ghcr.io/github/github-mcp-server"] } } }
`,
  // https://docs.devin.ai/cli/reference/configuration/config-file
  "config.json": `{
  // My defaults.
  "agent": { "model": "claude-sonnet-4.5" },
  "permissions": { "allow": ["Read(**)", "Exec(git)"] }
}
`,
  // https://zed.dev/docs/configuring-zed
  "settings.json": `// Zed settings
//
// For information on how to configure Zed, see the Zed documentation.
{
  "theme": "One Dark",
  "buffer_font_size": 15,
  "agent": { "default_profile": "write" },
  "context_servers": {},
}
`,
};

/** The text for a file, by the longest end of its path that fits. */
export function hostFileOf(path: string): string | undefined {
  const plain = path.replaceAll("\\", "/");
  const ends = Object.keys(HOST_FILES).filter((end) => plain.endsWith(`/${end}`));
  const [end] = ends.toSorted((one, other) => other.length - one.length);
  return end === undefined ? undefined : HOST_FILES[end];
}
