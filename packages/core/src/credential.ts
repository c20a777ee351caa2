import { toSimplified } from "./simplified-chinese.ts";

/** Prefixes by which services mark their keys, with the length of what follows. */
const MARKED: readonly RegExp[] = [
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}/,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|hf_|dop_v1_|shpat_|SG\.|ya29\.)[A-Za-z0-9._-]{16,}/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bAIza[A-Za-z0-9_-]{30,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\bBearer\s+[A-Za-z0-9._~+/-]{16,}/i,
  /:\/\/[^\s/:@]+:[^\s/@]+@/,
];

/** What is said to be secret, with the secret behind it. */
const NAMED: readonly RegExp[] = [
  /\b(?:password|passwd|pwd|passphrase|passcode|api[ _-]?key|secret[ _-]?key|access[ _-]?token|auth[ _-]?token)\b(?:\s+\w+){0,3}?\s*(?:\bis\b|[:=])\s*["'“‘]?(?=\S*[\d!@#$%^&*_])[^\s"'”’]{4,}/i,
  /\b(?:password|passwd|pwd|passphrase|passcode)\s*(?:\bis\b|[:=])\s*["'“‘][^"'”’]{3,}["'”’]/i,
  /\b(?:pin|pin code|cvv|cvc|security code)\s*(?:\bis\b|[:=])?\s*\d{3,8}\b/i,
  /(?:密码|口令|密钥|金钥|私钥|验证码|认证码|通行码)\s*(?:[就都]?[是为系叫]|[设改][成为]|[:：=])\s*[A-Za-z0-9!@#$%^&*_.-]{4,}/,
  /\b\d{3}-\d{2}-\d{4}\b/,
];

const DIGIT_RUN = /(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w])/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g;
const TOKEN = /[A-Za-z0-9+/_=-]{20,}/g;
/** Bits a character. English runs below, random letters and digits above. */
const RANDOM_BITS = 3.6;
const HEX_BITS = 3;
/** Changes between letter and digit; names and dates have fewer. */
const SHUFFLED = 4;

/** Whether a text holds a key, a password, a card or account number, or a token that looks like one. */
export function holdsCredential(text: string): boolean {
  const plain = toSimplified(text.normalize("NFKC"));
  return (
    MARKED.some((pattern) => pattern.test(plain)) ||
    NAMED.some((pattern) => pattern.test(plain)) ||
    (plain.match(DIGIT_RUN) ?? []).some(isCardNumber) ||
    (plain.match(IBAN) ?? []).some(isIban) ||
    (plain.match(TOKEN) ?? []).some(isRandom)
  );
}

/** The Luhn check of ISO/IEC 7812. */
function isCardNumber(run: string): boolean {
  const digits = run.replace(/\D/g, "");
  if (/^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighed = place % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** The check of ISO 13616: as a number, with letters from A = 10, it leaves 1 when divided by 97. */
function isIban(text: string): boolean {
  const iban = text.replace(/ /g, "");
  if (iban.length < 15 || iban.length > 34) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** Letters and digits mixed again and again, in no order that a language has. */
function isRandom(token: string): boolean {
  const changes = token.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  if (changes < SHUFFLED) return false;
  // Hexadecimal has sixteen signs, so that its entropy stays lower.
  return entropy(token) >= (/^[0-9a-f-]+$/i.test(token) ? HEX_BITS : RANDOM_BITS);
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
