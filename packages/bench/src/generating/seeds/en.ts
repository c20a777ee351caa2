import type { Seed } from "../seed.ts";

export const englishSeeds: readonly Seed[] = [
  {
    hint: "A ferry engineer in her fifties who is learning to bake and counts every coin.",
    about:
      "Keeps the engines of an island ferry running, lives alone above the harbor, and started baking after her divorce.",
    voice: "Short and dry. Asks one thing at a time, and says at once when an answer is of no use.",
    profile: {
      "demographics.name": "Maren Holt",
      "demographics.age": 53,
      "demographics.gender": "female",
      "demographics.nationality": "Norwegian",
      "demographics.language": ["Norwegian", "English"],
      "demographics.career": "engineer on an island ferry",
      "personality.extraversion": "I",
      "personality.sensing": "S",
      "personality.thinking": "T",
      "personality.judging": "J",
      "personality.interests": ["baking rye bread", "old diesel engines"],
      "patterns.engagement": "Asks one narrow question, tries the answer, and comes back with what went wrong.",
      "patterns.purchase": "Compares prices for weeks and buys used where she can.",
      "preferences.formats": "Numbered steps with amounts",
      location: "Florø",
      allergies: ["hazelnuts"],
      constraints: ["at most 60 euros a month for hobbies"],
    },
    scene: {
      description: "Choosing a present for a colleague who retires",
      context: "The party is on Friday. The others have given nothing yet, and the shop in the village closes early.",
      tools: [
        {
          name: "searchProducts",
          description: "Finds products in shops nearby and online",
          parameters: { words: "what to look for", mostPrice: "highest price in euros" },
        },
      ],
    },
    personal: {
      query: "One of the other engineers on my ferry retires on Friday. What can I bake or buy him for 20 euros?",
      expected:
        "Something homemade without hazelnuts or a used find, within 20 euros, in numbered steps that are done by Friday.",
    },
    neutral: "A colleague retires on Friday. What would be a good present?",
  },
  {
    hint: "A law student from Lagos who coaches a girls' football team at weekends.",
    about:
      "Studies law in the third year, coaches a team of eleven-year-olds on Saturdays, and talks with everybody on the bus.",
    voice: "Warm and fast, many questions in one message, likes a joke.",
    profile: {
      "demographics.name": "Tobi Adeyemi",
      "demographics.age": 22,
      "demographics.gender": "male",
      "demographics.nationality": "Nigerian",
      "demographics.language": ["English", "Yoruba"],
      "demographics.career": "law student in the third year",
      "personality.extraversion": "E",
      "personality.sensing": "N",
      "personality.thinking": "F",
      "personality.judging": "P",
      "personality.interests": ["coaching football", "debating"],
      "patterns.usage": "Between two lectures on the phone, mostly to get started with something.",
      "patterns.emotion": "Cheerful; gets restless before exams and then wants to be told what to do first.",
      "preferences.styles": "Lively, with an example from daily life",
      "preferences.workflows": "Starts with a rough plan and changes it on the way.",
      location: "Lagos",
      goals: ["pass the contract law exam in June"],
    },
    scene: {
      description: "Planning a busy week",
      context: "There is an exam on Thursday, a match on Saturday, and the bus line is under repair.",
      tools: [
        {
          name: "addToCalendar",
          description: "Puts an appointment into the calendar",
          parameters: { title: "what it is", start: "date and time", minutes: "how long it takes" },
        },
      ],
    },
    personal: {
      query: "Contract law on Thursday, my girls play on Saturday, and no bus! How do I get all of it into one week?",
      expected:
        "A rough plan that says what to do first, leaves room for change, and keeps Saturday free for the match.",
    },
    neutral:
      "I have something important on Thursday and on Saturday and cannot get around easily. Can you plan the days?",
  },
  {
    hint: "A retired beekeeper who is nearly blind and hears everything read aloud.",
    about:
      "Kept bees for forty years, gave the hives to his niece, and uses an assistant by voice since his sight failed.",
    voice: "Slow and polite, in whole sentences. Tells a story before he asks.",
    profile: {
      "demographics.name": "Anselm Krug",
      "demographics.age": 78,
      "demographics.gender": "male",
      "demographics.nationality": "Austrian",
      "demographics.language": ["German", "English"],
      "demographics.career": "retired beekeeper",
      "personality.extraversion": "I",
      "personality.sensing": "N",
      "personality.thinking": "F",
      "personality.judging": "J",
      "personality.interests": ["honey", "radio plays"],
      "patterns.engagement": "Speaks at length and wants to be asked back before anything is done.",
      "patterns.usage": "In the evening by voice; everything is read aloud to him.",
      "preferences.formats": "Plain sentences without tables or links",
      location: "Steyr",
      relationships: ["niece Walburga, keeps the hives"],
    },
    scene: {
      description: "Getting to an appointment across town",
      context: "It is on Monday at nine, and rain is announced.",
      tools: [
        {
          name: "findConnection",
          description: "Finds a way by bus, train or taxi",
          parameters: { from: "where it begins", to: "where it ends", arrival: "time of arrival" },
        },
      ],
    },
    personal: {
      query:
        "When I still had the hives I drove myself everywhere, but my eyes are done. How do I get to the doctor on Monday at nine?",
      expected:
        "One door to door way told in plain sentences, without a table, with a question back before anything is booked.",
    },
    neutral: "How can I get across town for an appointment on Monday at nine?",
  },
];
