import type { Message, Session } from "@lifelong/core";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TOPICS = [
  "a birthday dinner",
  "my tax return",
  "a trip to the coast",
  "the garden in spring",
  "a slow laptop",
  "an interview next week",
  "learning the cello",
  "a letter to the landlord",
  "the half marathon",
  "a rainy weekend",
] as const;

const TASKS = [
  "Could you help me plan {topic}? I have about two hours and not much money, so keep it simple.",
  "I keep putting off {topic}. What would be a sensible first step, and what can wait until later?",
  "Please write three short paragraphs about {topic} that I can send to a friend who knows nothing about it.",
  "What do people usually get wrong about {topic}? A list is fine.",
  "Hm, that is not quite it. Try again, with {topic} in the middle and fewer adjectives.",
  "Thanks. And how long would {topic} take if two of us did it together?",
] as const;

const FACTS = [
  "By the way, I live in Leeds and work as a nurse on night shifts.",
  "I'm allergic to peanuts, so nothing with satay please.",
  "I really like early jazz and long walks along the canal.",
  "My sister Hanna is visiting us in May with her two boys.",
  "I don't like coriander, it tastes of soap to me.",
  "I'm training for a half marathon in October.",
  "I moved to Bristol last month, so the old address is wrong.",
  "Please answer in short bullet points from now on.",
] as const;

const REPLIES = [
  "Of course. A good way to begin with {topic} is to write down what must be ready and by when, and then to leave out whatever nobody would miss. Most of the work is in the first half hour; after that the rest tends to follow by itself.",
  "Here is a draft. It opens with the reason, says in one sentence what {topic} asks of the reader, and closes with a date. Change the names and it can go out as it is. If the tone is too formal, drop the second paragraph altogether.",
  "Three things matter most: the order of the steps, a little slack between them, and somebody to ask when {topic} turns out to be harder than it looked. I would not spend money before the second of these is settled.",
] as const;

/** Conversations of 2 to 10 messages, about every third of the user's holding something to learn. */
export function sampleSessions(count: number, seed = 1): readonly (Session & { readonly id: string })[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, number) => ({
    id: `conversation-${seed}-${number}`,
    startedAt: new Date(Date.UTC(2020, 0, 1) + number * 3_600_000).toISOString(),
    messages: Array.from({ length: 1 + Math.floor(random() * 5) }, () => sampleTurn(random)).flat(),
  }));
}

/** What the user says, and the reply. */
export function sampleTurn(random: () => number): readonly Message[] {
  const topic = pick(TOPICS, random);
  const task = pick(TASKS, random).replace("{topic}", topic);
  const fact = random() < 1 / 3 ? ` ${pick(FACTS, random)}` : "";
  return [
    { role: "user", text: task + fact },
    { role: "assistant", text: pick(REPLIES, random).replace("{topic}", topic) },
  ];
}

/** Text of that many bytes: pasted prose in which nobody speaks of themself, or a user who does so all the time. */
export function sampleText(kind: "prose" | "own words", bytes: number, seed = 1): string {
  const random = seededRandom(seed);
  const sentences: string[] = [];
  for (let length = 0; length < bytes; ) {
    const topic = pick(TOPICS, random).replace("my ", "the ");
    const sentence = kind === "prose" ? pick(REPLIES.slice(2), random).replace("{topic}", topic) : pick(FACTS, random);
    sentences.push(sentence);
    length += sentence.length + 1;
  }
  return sentences.join(" ").slice(0, bytes);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
