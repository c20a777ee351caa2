/** How others begin to tell of the user. */
const POSSESSIVE = /^(?:(?:the )?user(?:'s|’s)|their|his|her)\s+/i;
const SUBJECT = /^(?:(?:the )?user|they|he|she)\s+/i;
const OWN = /^(?:I|I'm|I’m|I've|I’ve|My|Mine)\b/;
const ADVERBS =
  "currently|also|really|often|usually|always|never|mostly|strongly|generally|primarily|especially|only|now";
const VERB = new RegExp(`^((?:(?:${ADVERBS})\\s+)*)([a-z]+(?:n['’]t)?)(?=\\s|$)`, "i");
const IRREGULAR: Readonly<Record<string, string>> = {
  is: "am",
  are: "am",
  was: "was",
  has: "have",
  does: "do",
  "isn't": "am not",
  "isn’t": "am not",
  "doesn't": "don't",
  "doesn’t": "don't",
  "hasn't": "haven't",
  goes: "go",
};
/** What begins so leaves out that somebody is it. */
const STATE =
  /^(?:interested|curious|passionate|married|divorced|engaged|retired|vegetarian|vegan|allergic|fluent|fond|based|born|currently (?:learning|living|working|studying|planning|building))\b/i;
/** Ends like a verb of the third person, and is none. */
const NO_VERB = /^(?:this|his|its|always|perhaps|yes|as|us|plus|less|ss)$/i;

/**
 * What another memory says of the user, as the user would say it: “User lives in Lisbon.” and “Lives in Lisbon.” as
 * “I live in Lisbon.” What does not begin like that stays as it is.
 *
 * @param names - by which the other memory calls the user
 */
export function inFirstPerson(text: string, names: readonly string[] = []): string {
  if (OWN.test(text)) return text;
  if (STATE.test(text)) return `I am ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  const named = names.find((name) => name !== "" && text.toLowerCase().startsWith(`${name.toLowerCase()} `));
  const owner = names.find((name) => name !== "" && new RegExp(`^${escaped(name)}['’]s\\s`, "i").test(text));
  if (POSSESSIVE.test(text)) return text.replace(POSSESSIVE, "My ");
  if (owner !== undefined) return `My ${text.slice(owner.length + 3)}`;
  const isTold = named !== undefined || SUBJECT.test(text);
  const rest = named === undefined ? text.replace(SUBJECT, "") : text.slice(named.length + 1);
  const [whole = "", adverbs = "", verb = ""] = VERB.exec(rest) ?? [];
  const own = firstPersonOf(verb);
  if (own === undefined) return isTold ? `I ${rest}` : text;
  return `I ${adverbs.toLowerCase()}${own}${rest.slice(whole.length)}`;
}

/** Undefined for what is no verb of the third person. */
function firstPersonOf(word: string): string | undefined {
  const verb = word.toLowerCase();
  if (Object.hasOwn(IRREGULAR, verb)) return IRREGULAR[verb];
  if (NO_VERB.test(verb) || !/[a-z]{2}s$/.test(verb) || verb.endsWith("ss")) return undefined;
  if (verb.endsWith("ies")) return `${verb.slice(0, -3)}y`;
  return /(?:ch|sh|ss|x|zz)es$/.test(verb) ? verb.slice(0, -2) : verb.slice(0, -1);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
