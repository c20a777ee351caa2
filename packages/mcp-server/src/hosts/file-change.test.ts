import fc from "fast-check";
import { parse as parseJson } from "jsonc-parser";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { describe, expect, test } from "vitest";
import { type Changed, changeFile, type Done, revertFile } from "./file-change.ts";
import type { FileChange } from "./host.ts";

const SCRIPT = "/data/command/lifelong.js";
const SERVER = { command: "/usr/bin/node", args: [SCRIPT, "serve"] };

const json: FileChange = {
  file: "settings.json",
  format: "json",
  changes: [
    { kind: "set", path: ["mcpServers", "lifelong"], value: SERVER },
    { kind: "include", path: ["permissions", "allow"], item: "mcp__lifelong__get_persona" },
  ],
};
const toml: FileChange = {
  file: "config.toml",
  format: "toml",
  tables: [
    { path: ["mcp_servers", "lifelong"], values: SERVER },
    { path: ["mcp_servers", "lifelong", "tools", "get_persona"], values: { approval_mode: "approve" } },
  ],
};

function changed(before: string | null, change: FileChange, force = false): Changed {
  const result = changeFile(before === null ? null : Buffer.from(before), change, { script: SCRIPT, force });
  if (result === null) throw new Error("nothing was changed");
  return result;
}

const textOf = (before: string | null, change: FileChange) => changed(before, change).bytes.toString();

function reverted(now: string, done: Done): string | undefined {
  return revertFile(Buffer.from(now), "file", done, SCRIPT)?.toString();
}

describe("a JSON file", () => {
  test("that is not there, or empty, is written whole", () => {
    const text = '{\n  "mcpServers": {\n    "lifelong": {\n';
    expect(textOf(null, json).startsWith(text)).toBe(true);
    expect(textOf("", json)).toBe(textOf(null, json));
    expect(JSON.parse(textOf(null, json))).toEqual({
      mcpServers: { lifelong: SERVER },
      permissions: { allow: ["mcp__lifelong__get_persona"] },
    });
  });

  test("keeps comments, trailing commas, tabs, line ends and its byte order mark", () => {
    const before =
      '\uFEFF{\r\n\t// mine\r\n\t"mcpServers": {\r\n\t\t"other": { "url": "x" }, // his\r\n\t},\r\n\t"permissions": { "allow": ["Read"] }\r\n}\r\n';
    const after = textOf(before, json);
    expect(after).toBe(
      '\uFEFF{\r\n\t// mine\r\n\t"mcpServers": {\r\n\t\t"other": { "url": "x" }, // his\r\n\t\t"lifelong": {\r\n\t\t\t"command": "/usr/bin/node",\r\n\t\t\t"args": [\r\n\t\t\t\t"/data/command/lifelong.js",\r\n\t\t\t\t"serve"\r\n\t\t\t]\r\n\t\t},\r\n\t},\r\n\t"permissions": { "allow": ["Read", "mcp__lifelong__get_persona"] }\r\n}\r\n',
    );
  });

  test("in one line stays in one line", () => {
    expect(textOf('{"a":1}', json)).toBe(
      '{"a":1,"mcpServers":{"lifelong":{"command":"/usr/bin/node","args":["/data/command/lifelong.js","serve"]}},"permissions":{"allow":["mcp__lifelong__get_persona"]}}',
    );
  });

  test("that holds everything already is not changed", () => {
    expect(changeFile(Buffer.from(textOf("{}", json)), json, { script: SCRIPT })).toBeNull();
  });

  test("with an entry of ours gets the new command, and keeps what the user has added to it", () => {
    const before = JSON.stringify({
      mcpServers: { lifelong: { command: "/old/node", args: [SCRIPT, "serve"], env: { LIFELONG_MODEL: "x" } } },
    });
    expect(JSON.parse(textOf(before, json))).toMatchObject({
      mcpServers: { lifelong: { ...SERVER, env: { LIFELONG_MODEL: "x" } } },
    });
  });

  test.for([
    [
      "with an entry of another",
      '{"mcpServers":{"lifelong":{"command":"npx"}}}',
      /holds a lifelong of its own.*--force/,
    ],
    ["that is no JSON", '{\n  "a": 1\n  "b": 2\n}', /near line 3: a comma belongs there/],
    ["that ends too soon", '{\n  "a": {', /near line 2: a closing brace is missing/],
    ["with text behind it", "{}\n{}", /near line 2: something follows after the end/],
    ["with a list at the root", "[]", /near line 1: it holds no object/],
    ["with no object on the way", '{\n"mcpServers": []}', /near line 2: "mcpServers" is no object/],
    [
      "with a name that stands twice",
      '{"mcpServers":{},\n"mcpServers":{}}',
      /near line 2: "mcpServers" stands there a second time/,
    ],
    ["with no list to put an item in", '{"permissions":{"allow":"all"}}', /cannot be changed safely/],
  ] as const)("%s is refused, saying where and what to do", ([, before, sentence]) => {
    const change = () => changed(before, json);
    expect(change).toThrowError(
      expect.objectContaining({ code: "INVALID_INPUT", message: expect.stringMatching(sentence) }),
    );
    expect(change).toThrowError(/left as it is.*\.$/);
  });

  test("that is no UTF-8 is refused", () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(() => changeFile(bytes, json, { script: SCRIPT })).toThrowError(/is not UTF-8/);
  });

  test("with an entry of another is changed by force", () => {
    const after = changed('{"mcpServers":{"lifelong":{"command":"npx","env":{}}}}', json, true).bytes.toString();
    expect(JSON.parse(after).mcpServers).toEqual({ lifelong: SERVER });
  });

  test("gets no list of tools where a new one would hide another", () => {
    const change: FileChange = {
      file: "permissions.json",
      format: "json",
      changes: [{ kind: "include", path: ["mcpAllowlist"], item: "lifelong:get_persona", onlyExisting: true }],
    };
    expect(changeFile(Buffer.from("{}"), change, { script: SCRIPT })).toBeNull();
    expect(changeFile(null, change, { script: SCRIPT })).toBeNull();
    expect(textOf('{"mcpAllowlist":[]}', change)).toBe('{"mcpAllowlist":["lifelong:get_persona"]}');
  });

  describe("with hooks of others", () => {
    const call = (command: string, more: object = {}) => ({ hooks: [{ type: "command", command, ...more }] });
    const ours = call(`/usr/bin/node ${SCRIPT} hook stop --host codex`, { timeout: 5 });
    const hooks: FileChange = {
      file: "h",
      format: "json",
      changes: [{ kind: "include", path: ["hooks", "Stop"], item: ours }],
    };
    const holding = (...items: readonly object[]) => JSON.stringify({ hooks: { Stop: items } });

    test("gets ours behind them, and loses it alone", () => {
      const { bytes, done } = changed(holding(call("chime")), hooks);
      expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(holding(call("chime"), ours)));
      expect(reverted(bytes.toString(), done)).toBe(holding(call("chime")));
    });

    test("gets ours in the place of an earlier one, in which what the user has set stays", () => {
      const set = { timeout: 60, name: "mine" };
      const earlier = {
        matcher: "startup",
        ...call(`'/old node' ${SCRIPT} hook stop --host codex --profile 'Ada'\\''s'`, set),
      };
      const { bytes, done } = changed(holding(earlier, call("chime")), hooks);
      const later = { matcher: "startup", ...call(`/usr/bin/node ${SCRIPT} hook stop --host codex`, set) };
      expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(holding(later, call("chime"))));
      expect(reverted(bytes.toString(), done)).toBe(holding(call("chime")));
    });

    test("keeps what the user has set in ours, and loses it nevertheless", () => {
      const { done } = changed(holding(), hooks);
      const set = holding(call(`/usr/bin/node ${SCRIPT} hook stop --host codex`, { timeout: 60 }), call("chime"));
      expect(changeFile(Buffer.from(set), hooks, { script: SCRIPT })).toBeNull();
      expect(reverted(set, done)).toBe(holding(call("chime")));
    });

    test.for([
      [null],
      [7],
      ["hook"],
      [[SCRIPT]],
      [{ hooks: SCRIPT }],
      [{ hooks: [{ command: 7 }] }],
      [{ hooks: [] }],
      [{ hooks: [{ command: `node ${SCRIPT} hook stop --host codex` }, { command: "chime" }] }],
      [{ hooks: [{ command: `node ${SCRIPT} show > /tmp/persona.txt` }] }],
      [{ hooks: [{ command: `node ${SCRIPT} hook stop --host codex && chime` }] }],
      [{ hooks: [{ command: `cd /tmp && node ${SCRIPT} hook stop --host codex` }] }],
      [{ hooks: [{ command: `node ${SCRIPT}.bak hook stop --host codex` }] }],
    ])("leaves %j alone, which is not ours alone", ([item]) => {
      const before = JSON.stringify({ hooks: { Stop: [item] } });
      const { bytes, done } = changed(before, hooks);
      expect(JSON.parse(bytes.toString()).hooks.Stop).toEqual([item, ours]);
      expect(reverted(bytes.toString(), done)).toBe(before);
    });
  });

  test("loses only what is ours when others have changed it since", () => {
    const { bytes, done } = changed('{ "mcpServers": { "other": {} } }', json);
    const later = bytes.toString().replace('"other": {}', '"other": {}, /* new */ "third": {}');
    expect(reverted(later, done)).toBe('{ "mcpServers": { "other": {}, /* new */ "third": {} } }');
  });

  test("keeps an entry that the user has made another's", () => {
    const { bytes, done } = changed("{}", { ...json, changes: json.changes.slice(0, 1) });
    expect(reverted(bytes.toString().replace(SCRIPT, "/elsewhere.js"), done)).toBeUndefined();
    expect(reverted("{}", done)).toBeUndefined();
  });
});

describe("any JSON file of others", () => {
  const name = fc.oneof(
    fc.constantFrom("mcpServers", "permissions", "allow", "other"),
    fc.string().filter((key) => key !== "__proto__"),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  const servers = fc.dictionary(
    name.filter((key) => key !== "lifelong"),
    value,
    { maxKeys: 3, noNullPrototype: true },
  );
  const file = fc
    .record({
      content: fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true }),
      servers: fc.option(servers),
      allow: fc.option(fc.array(fc.string(), { maxLength: 3 })),
      tape: fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }),
      newline: fc.constantFrom("\n", "\r\n"),
      mark: fc.constantFrom("", "\uFEFF"),
    })
    .map(({ content, servers, allow, tape, newline, mark }) => {
      const data = {
        ...content,
        ...(servers ? { mcpServers: servers } : {}),
        ...(allow ? { permissions: { allow } } : {}),
      };
      if (!servers && "mcpServers" in data) delete data.mcpServers;
      if (!allow && "permissions" in data) delete data.permissions;
      return { data, text: mark + write(data, tape, newline) };
    });

  test("keeps all other content and every comment, and comes back", () => {
    fc.assert(
      fc.property(file, ({ data, text }) => {
        const { bytes, done } = changed(text, json);
        const after = bytes.toString();
        const { mcpServers, permissions, ...rest } = parseJson(after.replace(/^\uFEFF/, ""));
        const { mcpServers: _servers, permissions: _permissions, ...others } = data as Record<string, unknown>;
        expect(rest).toEqual(others);
        expect(mcpServers).toEqual({ ...(data as { mcpServers?: object }).mcpServers, lifelong: SERVER });
        expect(permissions.allow.at(-1)).toBe("mcp__lifelong__get_persona");
        expect(commentsOf(after)).toEqual(commentsOf(text));
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
        expect(/(?<!\r)\n/.test(after) && /\r\n/.test(text)).toBe(false);

        const back = reverted(after, done) ?? "";
        expect(parseJson(back.replace(/^\uFEFF/, ""))).toEqual(data);
        expect(commentsOf(back)).toEqual(commentsOf(text));
      }),
      { numRuns: 300 },
    );
  });

  /** JSON as a person might have written it; the tape says where breaks, comments and trailing commas are. */
  function write(data: unknown, tape: readonly number[], newline: string): string {
    let at = 0;
    const next = () => tape[at++ % tape.length] ?? 0;
    let comments = 0;
    const gap = () => {
      comments += 1;
      const comment = String(comments);
      return ["", " ", newline, `${newline}\t`, ` // c${comment},}]"${newline}`, ` /* c${comment} { */ `][next()] ?? "";
    };
    const between = (open: string, parts: readonly string[], close: string) => {
      const trailing = parts.length > 0 && next() === 0 ? `,${gap()}` : "";
      return `${open}${parts.map((part) => `${gap()}${part}${gap()}`).join(",")}${trailing}${close}`;
    };
    const print = (value: unknown): string => {
      if (Array.isArray(value)) return between("[", value.map(print), "]");
      if (typeof value !== "object" || value === null) return JSON.stringify(value);
      const parts = Object.entries(value).map(
        ([key, inner]) => `${JSON.stringify(key)}${gap()}:${gap()}${print(inner)}`,
      );
      return between("{", parts, "}");
    };
    return `${gap()}${print(data)}${gap()}`;
  }

  function commentsOf(text: string): readonly string[] {
    return text.match(/\/\/ c\d+,}\]"|\/\* c\d+ \{ \*\//g) ?? [];
  }
});

describe("a TOML file", () => {
  const table =
    '[mcp_servers.lifelong]\ncommand = "/usr/bin/node"\nargs = ["/data/command/lifelong.js", "serve"]\n\n[mcp_servers.lifelong.tools.get_persona]\napproval_mode = "approve"\n';

  test.for([
    ["that is not there", "", ""],
    ["with a comment alone", "# mine\n", "# mine\n\n"],
    ["without an end to its last line", "model = 'o3'", "model = 'o3'\n\n"],
    ["with servers", "[mcp_servers.other]\ncommand = 'x' # his\n", "[mcp_servers.other]\ncommand = 'x' # his\n\n"],
    ["with servers by dotted keys", "mcp_servers.other.command = 'x'\n", "mcp_servers.other.command = 'x'\n\n"],
    ["with our header in a text", 's = """\n[mcp_servers.lifelong]\n"""\n', 's = """\n[mcp_servers.lifelong]\n"""\n\n'],
  ])("%s gets our tables at its end", ([, before = "", start = ""]) => {
    const { bytes, done } = changed(before, toml);
    expect(bytes.toString()).toBe(start + table);
    expect(reverted(start + table, done)).toBe(before.endsWith("\n") ? before : `${before}${before && "\n"}`);
    expect(changeFile(bytes, toml, { script: SCRIPT })).toBeNull();
  });

  test("keeps the ends of its lines", () => {
    expect(textOf("a = 1\r\n", toml)).toBe(`a = 1\r\n\r\n${table.replaceAll("\n", "\r\n")}`);
  });

  test("with our table gets the new command in its place, and keeps what the user has added", () => {
    const before = `[mcp_servers.lifelong]\nargs = ["${SCRIPT}"] # ours\nstartup_timeout_sec = 20\ncommand = "/old"\n\n[tui]\nx = 1\n`;
    const only: FileChange = { ...toml, tables: toml.tables.slice(0, 1) };
    expect(textOf(before, only)).toBe(
      `[mcp_servers.lifelong]\nargs = ["${SCRIPT}", "serve"] # ours\nstartup_timeout_sec = 20\ncommand = "/usr/bin/node"\n\n[tui]\nx = 1\n`,
    );
  });

  test("loses with our table what was put below it, which would be no server without it", () => {
    const { bytes, done } = changed("a = 1\n", toml);
    const later = `${bytes.toString()}\n[mcp_servers.lifelong.env]\nLIFELONG_MODEL = "x"\n\n[tui]\nb = 1\n`;
    expect(reverted(later, done)).toBe("a = 1\n\n[tui]\nb = 1\n");
  });

  test("in which our table was written in another form is refused", () => {
    const { done } = changed("", toml);
    const later = `[mcp_servers]\nlifelong = { command = "/usr/bin/node", args = ["${SCRIPT}"] }\n`;
    expect(() => reverted(later, done)).toThrowError(/cannot be changed safely/);
  });

  test.for([
    ["that is no TOML", "a = 1\nb = = 2\n", /near line 2: it is no TOML/],
    ["with two values of one name", "a = 1\na = 2\n", /near line 2: it is no TOML/],
    ["with an entry of another", "[mcp_servers.lifelong]\ncommand = 'npx'\n", /holds a lifelong of its own.*--force/],
    ["with its servers in one line", "mcp_servers = { other = { command = 'x' } }\n", /cannot be changed safely/],
  ] as const)("%s is refused, saying where and what to do", ([, before, sentence]) => {
    const change = () => changed(before, toml);
    expect(change).toThrowError(
      expect.objectContaining({ code: "INVALID_INPUT", message: expect.stringMatching(sentence) }),
    );
    expect(change).toThrowError(/left as it is.*\.$/);
  });

  test("with an entry of another is changed by force, with all that it held", () => {
    const { bytes } = changed("[mcp_servers.lifelong]\nurl = 'x'\n", toml, true);
    expect(bytes.toString()).toBe(table);
  });

  test("of others keeps all other content, and comes back", () => {
    const key = fc.stringMatching(/^[a-z]{1,4}$/);
    const line = fc.oneof(
      fc
        .tuple(
          key,
          fc.constantFrom(
            "1",
            "1_000",
            "1e5",
            "0xff",
            "'a # b'",
            '"[x]"',
            "1979-05-27",
            "[1,\n 2, # c\n]",
            '"""\n[mcp_servers.lifelong]\n"""',
          ),
        )
        .map(([name, value]) => `${name} = ${value}`),
      fc.tuple(key, fc.constantFrom("", " # his")).map(([name, comment]) => `[mcp_servers.${name}]${comment}`),
      key.map((name) => `[[list.${name}]]`),
      fc.constantFrom("", "# a comment", "\t"),
    );
    const file = fc
      .array(line, { maxLength: 12 })
      .map((lines) => `${lines.join("\n")}\n`)
      .filter(isToml);
    fc.assert(
      fc.property(file, (text) => {
        const { bytes, done } = changed(text, toml);
        expect(bytes.toString().startsWith(text)).toBe(true);
        expect(reverted(bytes.toString(), done)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  function isToml(text: string): boolean {
    try {
      return getStaticTOMLValue(parseTOML(text)) !== undefined;
    } catch {
      return false;
    }
  }
});

test("whatever bytes a file holds, it is changed to what can be read, or refused with a sentence", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"mcpServers"',
    "mcp_servers",
    "=",
    "\n",
    "//",
    "/*",
    "*/",
    "#",
    " ",
    "1",
    ".",
    "'",
    '"',
    "\\",
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 30 }),
    fc.array(pieces, { maxLength: 12 }).map((all) => Buffer.from(all.join(""))),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom(json, toml), (before, change) => {
      let after: Changed | null;
      try {
        after = changeFile(before, change, { script: SCRIPT });
      } catch (error) {
        expect(error).toMatchObject({ code: "INVALID_INPUT", message: expect.stringMatching(/left as it is.*\.$/) });
        return;
      }
      expect(after).not.toBeNull();
      expect(changeFile(after?.bytes ?? null, change, { script: SCRIPT })).toBeNull();
    }),
    { numRuns: 1000 },
  );
});

describe("a file of our own", () => {
  const own: FileChange = { file: "lifelong.toml", format: "own", text: "[[rule]]\n" };

  test("is written once, never over another's without force, and taken away whole", () => {
    const { bytes, done } = changed(null, own);
    expect(bytes.toString()).toBe("[[rule]]\n");
    expect(changeFile(bytes, own, { script: SCRIPT })).toBeNull();
    expect(() => changed("mine\n", own)).toThrowError(/holds a lifelong of its own/);
    expect(changed("mine\n", own, true).bytes.toString()).toBe("[[rule]]\n");
    expect(reverted("[[rule]]\n", done)).toBe("");
    expect(reverted("changed\n", done)).toBeUndefined();
  });
});
