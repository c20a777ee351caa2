import type { RefusalCode } from "./revision.ts";
import type { FieldDefinition } from "./schema.ts";

/**
 * Why an operation was refused, and what the user can do about it. Names the field, never what was said.
 *
 * @param path - a field of the schema; the sentence for an unknown field does not repeat it
 */
export function refusalSentence(code: RefusalCode, path: string, field: FieldDefinition | undefined): string {
  switch (code) {
    case "unknown-field":
      return "The schema has no field with that name, so nothing was learned. Add the field to the schema if it belongs there.";
    case "wrong-type":
      return `The field "${path}" takes ${takes(field)}, and this is something else. Set it by hand if it is true.`;
    case "too-long":
      return `The field "${path}" takes at most ${field?.maxLength ?? 0} characters. Set it by hand in fewer words.`;
    case "no-evidence":
      return "No quote supports this, so it was not learned. Tell it in a conversation, or set it by hand.";
    case "not-in-session":
      return "The quote stands in no conversation that was read, so it proves nothing. Set the value by hand if it is true.";
    case "not-the-users-words":
      return "Only what you say yourself can teach; this was said by someone else, quoted or pasted. Say it in your own words, or set it by hand.";
    case "quote-too-short":
      return "The quote is too short to prove anything: it takes two words, or four Chinese characters. Say it in a sentence, or set it by hand.";
    case "basis-too-weak":
      return `You did not say this in so many words, and "${path}" takes or already holds what you did say. Say it plainly, or set it by hand.`;
    case "locked":
      return `The field "${path}" is locked and only your hand changes it. Unlock it if it should learn again.`;
    case "user-given":
      return `You gave "${path}" by hand, and only your plain words in a later conversation replace that. Edit it if it has changed.`;
    case "older":
      return `What "${path}" holds was said later than this. Edit it if the older one is right.`;
    case "closed":
      return `You took this out of "${path}", so only your plain words in a later conversation bring it back. Set it by hand if you want it now.`;
    case "full":
      return `The field "${path}" holds ${field?.cap ?? 0} values, which is all it takes. Remove one to make room.`;
    case "not-held":
      return `The field "${path}" does not hold that value, so there was nothing to change. Look at what it holds with \`lifelong show\`.`;
    case "not-a-duplicate":
      return `No other value of "${path}" says all of this, so it was not merged. Remove it by hand if it says nothing of its own.`;
    case "out-of-scope":
      return "This update tidied one field, and there it only confirms and removes. Set it by hand if it is true.";
    case "consent-required":
      return `"${path}" is a special category of personal data, of which nothing is learned without your consent. To allow it from now on, run \`lifelong consent ${field?.sensitivity ?? ""}\`.`;
    case "relayed":
      return `An assistant passed this conversation on, which is not enough to change "${path}". Edit it yourself if it is true.`;
    case "credential":
      return "This held a password, a key or an account number, of which the persona keeps nothing. The recorded conversation still holds it: take it away with `lifelong forget --session`.";
    case "url":
      return "This holds a link, and links are kept out of the prompt. Set it by hand without the link if it is true.";
    case "markup":
      return "This holds markup or invisible characters, which are kept out of the prompt. Set it by hand as plain text if it is true.";
    case "instruction":
      return "This tells the assistant what to do rather than who you are, so it was kept out of the prompt. Say it again when you need it.";
    case "other-person":
      return `This is about someone else, and "${path}" is about you. Correct it by hand if it is about you after all.`;
    case "mass-removal":
      return "One update wanted to remove three or more values, over a third of all that is held, so none was removed. Remove by hand what is no longer true.";
  }
}

function takes(field: FieldDefinition | undefined): string {
  switch (field?.kind) {
    case "number":
      return "a number";
    case "boolean":
      return "yes or no";
    case "date":
      return "a date such as 2026-05-17";
    case "enum":
      return `one of ${field.options?.join(", ")}`;
    default:
      return "a text";
  }
}
