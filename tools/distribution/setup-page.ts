import { knownHosts } from "../../packages/mcp-server/src/hosts/known-hosts.ts";
import { snippetOf } from "./host-snippet.ts";
import { installLinks } from "./install-links.ts";
import { PUBLISHED_COMMAND } from "./published-command.ts";

/** `docs/hosts-setup.md`, as Markdown. */
export function setupPage(): string {
  const { command, args } = PUBLISHED_COMMAND;
  return `# Adding Lifelong by hand

[\`lifelong install\`](install.md) does all of this, with a backup and an undo. By hand: every host starts

\`\`\`sh
${[command, ...args].join(" ")}
\`\`\`

on Node 22.18 or newer. Where a file holds something already, add the inner part beside what is there. On Windows some hosts do not start \`npx\`
itself: make the command \`cmd\` and put \`/c\` and \`npx\` before the arguments.

One click, after which the program asks: ${installLinks()
    .map(({ title, url }) => `[${title}](${url})`)
    .join(" · ")}

${knownHosts.map(section).join("\n")}
Written by \`pnpm generate\` from the catalogue that \`lifelong install\` works with.
`;
}

function section(host: (typeof knownHosts)[number]): string {
  const { language, text, files } = snippetOf(host);
  const places = [...files].map(([file, platforms]) => `- ${platforms.join(", ")}: \`${file}\``);
  return `## ${host.title}

${files.size === 1 ? `\`${[...files.keys()].join("")}\`` : places.join("\n")}

\`\`\`${language}
${text.trimEnd()}
\`\`\`

${host.next}
`;
}
