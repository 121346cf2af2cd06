import { invalid, type VaultError } from './errors';

/** Whose password it is to be. What others know of them is the first that is guessed. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

/** So many characters have to be a person's own, beside what everybody knows of them. */
const OWN_CHARS = 8;
/** Of neighbours that follow each other as in abcdef, 123456 or aaaaaa. */
const MOST_IN_ORDER = 0.7;
const FEWEST_CHARACTERS = 5;

let list: Promise<ReadonlySet<string>> | undefined;

/** 49,000 that leaked most often, with the package `@zxcvbn-ts/language-common`: nothing is asked of anybody. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  list ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map(String)),
  );
  return list;
}

/** Throws `invalid_input` for one that whoever knows the person, or a list of leaked ones, tries early. */
export async function refuseWeakPassword(password: string, owner: PasswordOwner): Promise<void> {
  const given = password.normalize('NFKC').toLowerCase();
  if (isPattern(given)) throw weak('This is a simple pattern, which is guessed early.');
  if (withoutWords(given, wordsOf(owner)).length < OWN_CHARS) {
    throw weak('This is hardly more than your name or your address.');
  }
  const common = await commonPasswords();
  if (cores(given).some((core) => common.has(core))) {
    throw weak('This is one of the passwords that are guessed first.');
  }
}

const weak = (why: string): VaultError =>
  invalid('password', 'weak', `${why} A few words in a row that nobody would guess are better.`);

function isPattern(text: string): boolean {
  if (new Set(text).size < FEWEST_CHARACTERS || unitOf(text).length < FEWEST_CHARACTERS) return true;
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => Math.abs(code - (codes[i] ?? 0)));
  return steps.filter((step) => step <= 1).length / steps.length > MOST_IN_ORDER;
}

/** The whole, and what is left without digits and signs at its ends, as it is and in plain letters; of each the unit that it repeats. */
function cores(text: string): string[] {
  const bare = text.replaceAll(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, '');
  const plain = Object.entries(LOOKALIKES).reduce(
    (word, [sign, letter]) => word.replaceAll(sign, letter),
    bare,
  );
  return [text, bare, plain].map(unitOf);
}

const LOOKALIKES = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's' };

/** `dragon` of `dragondragon`. */
const unitOf = (text: string): string => /^(.+?)\1+$/u.exec(text)?.[1] ?? text;

function wordsOf({ email, name }: PasswordOwner): string[] {
  const parts = [
    ...`${email} ${name}`
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
    'strongroom',
    'password',
  ];
  return parts.filter((part) => part.length >= 3).toSorted((a, b) => b.length - a.length);
}

const withoutWords = (text: string, words: readonly string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, ''), text).replaceAll(/[^\p{L}\p{N}]/gu, '');
