import { createPersonalizer, hostPass, memoryStore } from "@lifelong/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { catalogue } from "./catalogue.ts";
import { ICONS } from "./implementation.ts";
import { pairs } from "./testing/surface-host.ts";

const settings = {
  personalizer: createPersonalizer({ store: memoryStore(), passes: [hostPass()] }),
  userId: "ada",
  tools: catalogue,
};

/** Of its stroke against a ground, by WCAG 2. */
function contrast(icon: string, ground: string): number {
  const [high = 0, low = 0] = [luminance(strokeOf(icon)), luminance(ground)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function strokeOf(src: string): string {
  const svg = Buffer.from(src.replace("data:image/svg+xml;base64,", ""), "base64").toString();
  return /stroke="(#[0-9a-f]{6})"/.exec(svg)?.[1] ?? "";
}

test("there is an icon for a light ground and one for a dark one, each to be seen there, and nothing is fetched", () => {
  expect(ICONS.map(({ theme }) => theme)).toEqual(["light", "dark"]);
  for (const { src } of ICONS) expect(src).toMatch(/^data:image\/svg\+xml;base64,/);
  const [light, dark] = ICONS;
  expect(contrast(light?.src ?? "", "#ffffff")).toBeGreaterThan(4.5);
  expect(contrast(dark?.src ?? "", "#1e1e1e")).toBeGreaterThan(4.5);
});

describe.for(pairs)("%s:", ([name, connect]) => {
  test("resources come with icons, and prompts and the server where the SDK lists them; tools, which a model pays for, without", async () => {
    await using host = await connect(settings);
    const listings = host.sent;
    await host.resources();
    await host.prompts();
    await host.listTools();
    const listed = z.object({
      result: z.object({
        resources: z.array(z.object({ icons: z.json() })).optional(),
        resourceTemplates: z.array(z.object({ uriTemplate: z.string(), icons: z.json().optional() })).optional(),
        prompts: z.array(z.object({ icons: z.json().optional() })).optional(),
        tools: z.array(z.object({ icons: z.json().optional() })).optional(),
      }),
    });
    const results = listings.flatMap((message) => listed.safeParse(message).data?.result ?? []);
    const all = <Part>(pick: (result: (typeof results)[number]) => readonly Part[] | undefined) =>
      results.flatMap((result) => pick(result) ?? []);
    const resources = all(({ resources }) => resources);
    expect(resources.map(({ icons }) => icons)).toEqual(new Array(5).fill(ICONS));
    const own = all(({ resourceTemplates }) => resourceTemplates).filter(({ uriTemplate }) =>
      uriTemplate.startsWith("persona:"),
    );
    expect(own.map(({ icons }) => icons)).toEqual([ICONS]);
    const ofPrompts = name.endsWith("first server") ? undefined : ICONS;
    expect(all(({ prompts }) => prompts).map(({ icons }) => icons)).toEqual([ofPrompts, ofPrompts, ofPrompts]);
    expect(all(({ tools }) => tools).map(({ icons }) => icons)).toEqual(catalogue.map(() => undefined));
  });
});
