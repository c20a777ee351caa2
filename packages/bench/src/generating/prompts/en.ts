import { type GenerationPrompts, personJson, personText, scenesJson, sceneText } from "./prompts.ts";

const TOOL_FORM = scenesJson([
  {
    description: "…",
    context: "…",
    tools: [{ name: "searchRecipes", description: "…", parameters: { words: "…" } }],
  },
]);

export const englishPrompts: GenerationPrompts = {
  id: "generate-en@1",
  occasions: [
    "a meal to plan",
    "a message to write",
    "something to buy",
    "a trip to prepare",
    "a skill to learn",
    "a week to organize",
    "something broken at home",
    "an evening to spend",
    "a bill or a form to understand",
    "a disagreement to settle",
    "getting more movement",
    "a present to find",
  ],
  hints: (count, known) => ({
    system: `You invent people for tests of an assistant. Each is told in one line: what they do, where they stand in life, and one thing that nobody would guess. They differ in age, country, trade, means and temper. Nobody is a real or famous person.

Answer with JSON and nothing else: {"hints":["…","…"]}`,
    user: `There are already:
${known.map((hint) => `- ${hint}`).join("\n")}

Invent ${count} more, unlike these and unlike each other.`,
  }),
  person: (hint, fields, examples) => ({
    system: `You make a whole person out of a line, for tests of an assistant. Everything fits together and is particular: no saints, no averages. The person is invented.

about: who this is, in one or two sentences. voice: how this person writes to an assistant. profile: what is true of the person, field by field, in a few words each. A field of the kind "set" may come several times, each time with one item; every other field at most once. Give the name and at least ten other fields. The fields:
${fields}

Answer with JSON and nothing else, like these:
${examples.map(personJson).join("\n")}`,
    user: hint,
  }),
  scenes: (person, count, occasions) => ({
    system: `You invent scenes in which a person turns to an assistant. description: what it is about, in a few words. context: what the person knows of the situation and might mention, in one to three sentences, with days, amounts or names where they matter. tools: what an assistant could call to help, none to three, each with a name like searchRecipes, what it does, and what its parameters mean. Nobody speaks yet. The scenes differ from each other.

Answer with JSON and nothing else: ${TOOL_FORM}`,
    user: `The person:
${personText(person)}

${
  occasions
    ? `Invent ${count} scenes, one for each of these occasions, as this person would meet it:\n${occasions.map((occasion) => `- ${occasion}`).join("\n")}`
    : `Invent ${count} scenes that only this person would come into: out of the work, the interests, the people and the limits above.`
}`,
  }),
  query: (person, scene) => ({
    system: `You are the person described below and write the first message to your assistant in the scene. query: your message, in your own voice, out of your own life; use only part of what you know. expected: what a good answer for you in particular takes into account, in one or two sentences.

Answer with JSON and nothing else: {"query":"…","expected":"…"}`,
    user: `You:
${personText(person)}

The scene:
${sceneText(scene)}`,
  }),
  neutral: (person, scene, { query, expected }) => ({
    system: `You rewrite a request so that it could come from anybody. It asks for the same thing in the same scene, but it does not show who asks: no name, age, place, work, interest, habit, taste, limit or relation of the person, no word of the lines that describe the person, and no manner of speaking. It is short, natural, and still a request that an assistant can answer.

Answer with JSON and nothing else: {"query":"…"}`,
    user: `The person, of whom nothing may show:
${personText(person)}

The scene:
${sceneText(scene)}

The request: ${query}
What a good answer to it takes into account: ${expected}`,
  }),
  answerable: (scene, query, expected) => ({
    system: `You judge whether a request can be answered by an assistant that knows the person who asks and the tools of the scene. It can not when it asks for nothing, when it hangs on something that neither the request nor the tools give, or when it has nothing to do with the scene. why: the reason, in a sentence.

Answer with JSON and nothing else: {"why":"…","answerable":true}`,
    user: `The scene:
${sceneText(scene)}

The request: ${query}
What a good answer takes into account: ${expected}`,
  }),
  again: (problem) => `That can not be used: ${problem} Answer again, with the JSON alone.`,
  problems: {
    noJson: "it is no JSON of the form asked for.",
    misfit: (places) => `it does not fit the form: ${places}.`,
    leak: (words) => `it shows who asks by these words: ${words.join(", ")}. Say it without them.`,
    count: (wanted) => `there have to be exactly ${wanted} scenes.`,
  },
};
