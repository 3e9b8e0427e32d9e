// Which new passwords are taken. Length is what counts (NIST 800-63B); refused besides are those that guessers try first:
// a common word with whatever digits and signs people put around it, rows of keys, and counting. Ten characters of such
// are as quickly tried as five, so the few that reach the length are found by how they are made and not by a long list.
import { z } from 'zod';

/** What is left of the commonest passwords when digits, signs and their use as letters are taken away. */
const WORDS = new Set(
  `password passwort passwd contrasena motdepasse parola senha passphrase changeme changeit letmein letmeinnow welcome welcomeback welcometo default
  iloveyou iloveu loveyou loveme lovely sweetheart beautiful princess sunshine superman batman spiderman starwars pokemon dragon monkey football
  baseball basketball liverpool chelsea arsenal barcelona jennifer michael michelle jessica charlie ashley daniel jordan thomas andrew
  administrator admin adminadmin root rootroot superuser user username guest test tester testing testtest testpassword temp temporary master secret
  topsecret secretpassword computer internet samsung google facebook linkedin github microsoft whatever trustno trustnoone freedom hello helloworld
  qwerty qwertyui qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm abc abcd abcdef callgres summer winter
  spring autumn monday friday january december`.split(/\s+/),
);
const LETTERS: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1q2w3e4r5t6y7u8i9o0p', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];
const WALKS = ROWS.flatMap((row) => [row, Array.from(row).reverse().join('')]);
const LEAST_WALK = 4;
const LONGEST_WALK = Math.max(...WALKS.map((walk) => walk.length));

/** "abcabc" is "abc". */
const onceOnly = (text: string): string => /^(.+?)\1+$/.exec(text)?.[1] ?? text;

/** Whether nothing but walks along rows of keys is in it, each of four characters or more. */
function isWalked(text: string): boolean {
  if (text === '') return true;
  for (let length = Math.min(text.length, LONGEST_WALK); length >= LEAST_WALK; length--) {
    const start = text.slice(0, length);
    if (WALKS.some((walk) => walk.includes(start))) return isWalked(text.slice(length));
  }
  return false;
}

export function isCommonPassword(password: string): boolean {
  const text = password.toLowerCase().replaceAll(/\s/g, '');
  const once = onceOnly(text);
  if (once.length <= 3 || isWalked(once)) return true;
  const bare = (some: string): string => onceOnly(some.replaceAll(/[^\p{L}]/gu, ''));
  const asLetters = (some: string): string => some.replaceAll(/[013457@$!]/g, (sign) => LETTERS[sign] ?? sign);
  const withoutEnds = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [bare(text), bare(asLetters(text)), bare(asLetters(withoutEnds))].some((word) => WORDS.has(word));
}

const bareText = (text: string): string => onceOnly(text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
const withoutDigits = (text: string): string => text.replaceAll(/^\d+|\d+$/g, '');

/** Whether a password is nothing but the address or the name of its owner, with whatever digits and signs around it. */
export function isOwnName(password: string, { email, name }: { email: string; name?: string | null }): boolean {
  const typed = withoutDigits(bareText(password));
  const [local = '', domain = ''] = email.split('@');
  return [email, local, domain, name ?? '', `${local}${name ?? ''}`, `${name ?? ''}${local}`].some((own) => own !== '' && withoutDigits(bareText(own)) === typed);
}

/** Refuses such a password in the words in which a form is told what is wrong with a field. */
export function requireForeignPassword(field: string, password: string, owner: { email: string; name?: string | null }): void {
  if (isOwnName(password, owner))
    throw new z.ZodRealError([{ code: 'custom', path: [field], message: 'This is your name or address, which is tried first. Take several words that do not belong together.', input: undefined }]);
}

export const newPassword = z
  .string()
  .min(10, 'At least 10 characters.')
  .max(1000)
  .refine((password) => !isCommonPassword(password), 'This is among the first that are tried. Take several words that do not belong together.');
