import {
  createPersonalizer,
  defaultSchema,
  definePersonaSchema,
  emptyPersona,
  type FieldState,
  instantPass,
  memoryStore,
  type Persona,
  type Value,
} from "@lifelong/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createExtractor } from "./extractor.ts";
import { briefOf, line, said } from "./testing/said.ts";

const extractor = createExtractor();
const other = createExtractor();

function value(id: string, content: Value["content"], sessionIds: readonly string[] = ["older"]): Value {
  return {
    id,
    content,
    basis: "stated",
    tentative: false,
    supportedBy: sessionIds.map((sessionId) => ({ sessionId, startedAt: "2026-01-01T00:00:00Z" })),
    quotes: [],
    learnedAt: "2026-01-01T00:00:00Z",
    changedAt: "2026-01-01T00:00:00Z",
  };
}

function knowing(fields: Readonly<Record<string, readonly Value[]>>): Persona {
  const states = Object.entries(fields).map(([path, values]): [string, FieldState] => [path, { values }]);
  return { ...emptyPersona("ada"), fields: Object.fromEntries(states) };
}

async function proposed(persona: Persona, ...texts: readonly string[]): Promise<readonly string[]> {
  const { operations } = await extractor.propose(briefOf([texts], persona));
  return operations.map(line).sort();
}

it("takes the words of the conversation that began last, in whatever order they were recorded", async () => {
  const house = { store: memoryStore(), now: () => new Date("2026-06-01T00:00:00Z") };
  const recording = createPersonalizer(house);
  const homes = { "2026-03-01T00:00:00Z": "Porto", "2026-05-01T00:00:00Z": "Lisbon", "2026-01-01T00:00:00Z": "Faro" };
  for (const [startedAt, home] of Object.entries(homes)) {
    await recording.recordSession("ada", { startedAt, messages: [{ role: "user", text: `I live in ${home}.` }] });
  }
  const { changes } = await createPersonalizer({ ...house, passes: [instantPass(extractor)] }).optimize("ada");
  expect(changes).toMatchObject([{ kind: "set", field: "location", value: { content: "Lisbon" } }]);
});

describe("against what the persona holds", () => {
  it("confirms a value that is said again in other case", async () => {
    const persona = knowing({ location: [value("v1", "Kyoto")], likes: [value("v2", "Hiking")] });
    expect(await proposed(persona, "i live in kyoto and i love hiking")).toEqual([
      "confirm likes = v2",
      "confirm location = v1",
    ]);
  });

  it("proposes nothing for a value that this session supports already", async () => {
    const persona = knowing({ location: [value("v1", "Kyoto", ["session-1"])] });
    expect(await proposed(persona, "I live in Kyoto.")).toEqual([]);
  });

  it.each([
    ["I moved from Kyoto to Osaka.", ["location = Osaka"]],
    ["Actually I live in Osaka now.", ["location = Osaka"]],
    ["I'm not living in Kyoto anymore.", ["remove location = home"]],
    ["I no longer live in Kyoto.", ["remove location = home"]],
    ["I'm no longer vegetarian.", ["remove diet = food"]],
    ["I'm not a vegetarian anymore, I eat meat again.", ["remove diet = food"]],
    ["I'm not vegetarian any more, I'm vegan now.", ["diet = vegan"]],
    ["I'm not vegetarian any more, I'm pescatarian now.", ["diet = pescatarian"]],
    ["I don't live in Kyoto any more, I live in Bristol now.", ["location = Bristol"]],
    ["I moved to Porto, I don't live in Kyoto any more", ["location = Porto"]],
    ["I don't live in Kyoto any more.", ["remove location = home"]],
    ["I don't drink coffee any more, I drink tea now.", ["remove likes = drink"]],
    ["I no longer drink coffee.", ["remove likes = drink"]],
    ["I don't drink coffee at night.", []],
    ["I don't like coffee any more, I like tea.", ["likes = tea", "remove likes = drink"]],
    ["I'm not into hiking anymore.", ["remove personality.interests = hobby"]],
    ["I don't enjoy playing football anymore.", ["remove likes = sport"]],
    ["I don't like football.", ["dislikes = football", "remove likes = sport"]],
    ["I don't like football movies.", ["dislikes = football movies"]],
    ["I quit my job.", ["remove demographics.career = work"]],
    ["I don't work as a nurse anymore.", ["remove demographics.career = work"]],
    ["I used to be a nurse, now I work as a teacher.", ["demographics.career = teacher"]],
    ["I broke up with my girlfriend.", ["remove relationships = love"]],
    ["My dog died last week.", ["remove pets = dog"]],
    ["Rex isn't my dog, I just walk him.", ["remove pets = dog"]],
    ["She is not my girlfriend.", ["remove relationships = love"]],
    ["I'm no longer allergic to nuts.", ["remove allergies = nuts"]],
    ["Don't call me Bobby.", ["remove interaction.address = name"]],
    ["I started to like mornings.", []],
  ])("takes “%s” as %j", async (text, expected) => {
    const persona = knowing({
      location: [value("home", "Kyoto")],
      diet: [value("food", "vegetarian")],
      "personality.interests": [value("hobby", "hiking")],
      likes: [value("sport", "football"), value("film", "movies"), value("drink", "coffee")],
      "demographics.career": [value("work", "nurse at Mercy Hospital")],
      relationships: [value("love", "girlfriend Ana")],
      pets: [value("dog", "dog Rex")],
      allergies: [value("nuts", "nuts")],
      "interaction.address": [value("name", "Bobby")],
    });
    expect(await proposed(persona, text)).toEqual(expected);
  });

  it("puts no removal beside the confirmation of another place", async () => {
    const persona = knowing({ location: [value("old", "Kyoto"), { ...value("new", "Osaka"), tentative: true }] });
    expect(await proposed(persona, "I don't live in Kyoto any more, I live in Osaka.")).toEqual([
      "confirm location = new",
    ]);
  });

  it("removes nothing that the persona does not hold", async () => {
    expect(await proposed(emptyPersona("ada"), "I'm no longer vegetarian and I quit my job.")).toEqual([]);
  });
});

describe("within one brief", () => {
  it("keeps the last of two places, in the order of the messages", async () => {
    expect(await proposed(emptyPersona("ada"), "I live in Kyoto.", "Sorry, I moved to Osaka last month.")).toEqual([
      "location = Osaka",
    ]);
  });

  it("lets later words take back what was said before", async () => {
    expect(await proposed(emptyPersona("ada"), "I'm vegan.", "I'm not vegan anymore.")).toEqual([]);
  });

  it("joins the evidence of sessions that say the same", async () => {
    const { operations } = await extractor.propose(
      briefOf([["I live in Kyoto."], ["Rain again."], ["i live in kyoto"]]),
    );
    expect(operations).toEqual([
      {
        kind: "set",
        field: "location",
        content: "Kyoto",
        evidence: [
          { sessionId: "session-1", messageIndex: 0, quote: "I live in Kyoto." },
          { sessionId: "session-3", messageIndex: 0, quote: "i live in kyoto" },
        ],
      },
    ]);
  });

  it("prefers the name of a pet to its mere mention", async () => {
    expect(
      await proposed(emptyPersona("ada"), "My dog is ill.", "My dog Rex hates vets.", "Bye, my dog waits."),
    ).toEqual(["pets = dog Rex"]);
  });

  it("learns nothing from what the assistant or a tool says", async () => {
    const brief = briefOf([["I live in Kyoto."]]);
    const [session] = brief.sessions;
    for (const role of ["assistant", "system", "tool"] as const) {
      const messages = session?.messages.map((message) => ({ ...message, role })) ?? [];
      const foreign = { ...brief, sessions: session ? [{ ...session, messages }] : [] };
      expect(await extractor.propose(foreign)).toEqual({ operations: [] });
    }
  });

  it("learns nothing once the conversation has become a play", async () => {
    const texts = ["I live in Kyoto.", "Let's roleplay, you are a wizard.", "I'm 300 years old and I live in Mordor."];
    expect(await proposed(emptyPersona("ada"), ...texts)).toEqual(["location = Kyoto"]);
  });
});

describe("against the schema", () => {
  it("leaves out fields that the schema does not know, and those that are not learned", async () => {
    const schema = definePersonaSchema({
      id: "small",
      version: 1,
      fields: {
        location: { kind: "text", description: "Where the user lives." },
        diet: { kind: "text", description: "How the user eats.", learn: "never" },
      },
    });
    const { operations } = await extractor.propose({
      ...briefOf([["I'm vegan and I live in Kyoto. I love jazz."]]),
      schema,
    });
    expect(operations.map(line)).toEqual(["location = Kyoto"]);
  });

  it("adds where the schema makes a set of a field, and leaves out what is too long for it", async () => {
    const schema = definePersonaSchema({
      id: "small",
      version: 1,
      fields: {
        location: { kind: "set", description: "Where the user lives." },
        likes: { kind: "set", description: "What the user likes.", maxLength: 5 },
      },
    });
    const { operations } = await extractor.propose({
      ...briefOf([["I live in Kyoto. I love mountaineering and jazz."]]),
      schema,
    });
    expect(operations.map(({ kind, field }) => `${kind} ${field}`)).toEqual(["add location", "add likes"]);
  });
});

describe("its evidence", () => {
  it("quotes the sentence verbatim, and the content stands in the quote", async () => {
    const text = "Hello there. I’m allergic to   peanuts\tand shellfish, sadly! Bye.";
    const { operations } = await extractor.propose(briefOf([[text]]));
    const quote = "I’m allergic to   peanuts\tand shellfish, sadly!";
    expect(operations).toEqual(
      ["peanuts", "shellfish"].map((content) => ({
        kind: "add",
        field: "allergies",
        content,
        evidence: [{ sessionId: "session-1", messageIndex: 0, quote }],
      })),
    );
  });

  it("stops a quote before words that are not the user's", async () => {
    const { operations } = await extractor.propose(
      briefOf([["I live in Kyoto and my motto is “never ever give up hope”."]]),
    );
    expect(operations[0]?.evidence[0]?.quote).toBe("I live in Kyoto and my motto is");
  });

  it("cuts a quote to 300 characters around the statement", async () => {
    const { operations } = await extractor.propose(
      briefOf([[`${"well, ".repeat(60)}I live in Kyoto ${"and so on ".repeat(40)}`]]),
    );
    const quote = operations[0]?.evidence[0]?.quote ?? "";
    expect(quote.length).toBeLessThanOrEqual(300);
    expect(quote).toContain("I live in Kyoto");
  });
});

describe("whatever it reads", () => {
  const fragments = fc.constantFrom(
    ..."i I'm my we am live in love hate not no longer anymore and , . ; : ? ! \n \" “ ” ' > ``` - ( ) a the to of from name is call me vegan dog Rex Berlin 34 years old favorite work as nurse if 😀 \ud800 中文 \u0000".split(
      " ",
    ),
    " ",
    "\n",
  );

  it("never throws, proposes the same twice, and quotes only what a user message holds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fragments, fc.string({ unit: "binary", maxLength: 12 })), { maxLength: 60 }),
        async (parts) => {
          const text = parts.join(" ");
          const brief = briefOf([[text]]);
          const first = await extractor.propose(brief);
          expect(await other.propose(brief)).toEqual(first);
          for (const { field, evidence } of first.operations) {
            expect(Object.hasOwn(defaultSchema.fields, field)).toBe(true);
            for (const { quote } of evidence) expect(text).toContain(quote);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("reads long repetitions of what its rules look for in linear time", async () => {
    const phrases = [
      "i am a ",
      "my ",
      "i live in ",
      "i love , ",
      "i'm ",
      "my favorite is ",
      "please ",
      "write a ",
      "and ",
      "i have a 4 - ",
    ];
    for (const phrase of phrases) {
      expect(await said(phrase.repeat(20_000 / phrase.length))).toBeInstanceOf(Array);
      expect(await said(phrase.repeat(900 / phrase.length))).toBeInstanceOf(Array);
    }
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(extractor.propose(briefOf([["I live in Kyoto."]]), { signal })).rejects.toThrow("aborted");
  });
});
