/** A plain fact as somebody says it in passing, and what is said before it. */
export interface ToldFact {
  readonly name: string;
  readonly opening: string;
  readonly fact: string;
}

const said = (name: string, opening: string, fact: string): ToldFact => ({ name, opening, fact });

/** What any model that follows its instructions finds. */
export const toldFacts: readonly ToldFact[] = [
  said("a home", "Which trains leave for the coast on Sunday?", "I live in Lisbon, so I start from Oriente."),
  said("a profession", "Can you check this spreadsheet formula?", "I work as a nurse, and I plan our shifts with it."),
  said("a name", "Please help me with the letter.", "My name is Ada, sign it with that."),
  said("an instrument", "Which strings last longest?", "I play the cello in an amateur orchestra."),
  said("a pet", "Is chocolate dangerous for animals?", "I have a dog called Miro who eats everything."),
  said("a diet", "I need a recipe for eight people.", "I am a vegetarian, so no meat please."),
  said("a language", "Translate the menu for me.", "I speak Portuguese, but this one is in Hungarian."),
  said("a sport", "What should I eat in the morning?", "I go swimming every day before work."),
  said("a studied subject", "Explain eigenvalues once more.", "I study physics, I am in my second year."),
  said("a wish about answers", "How do I rename a branch?", "I prefer short answers without a summary."),
  said("a favourite author", "What shall I read next?", "My favourite writer is Ursula K. Le Guin."),
  said("a plan", "How do I apply for a visa?", "I am moving to Osaka next spring."),
  said("a tool of the trade", "Why does this test fail?", "I use Rust for everything at work."),
  said("a dislike", "Suggest something for the evening.", "I hate musicals, anything else is fine."),
  said("a hobby", "Which lens fits my camera?", "I photograph birds at the weekend."),
  said("a drink", "What goes well with cake?", "I drink green tea and no coffee."),
  said("a garden", "When are tomatoes sown?", "I grow tomatoes on my balcony."),
  said("a way to work", "Which bag keeps a laptop dry?", "I ride a bicycle to work in any weather."),
  said("an employer", "Draft a short introduction.", "I work at a small museum of textiles."),
  said("a game", "How does the Sicilian go on?", "I play chess in a club on Tuesdays."),
];
