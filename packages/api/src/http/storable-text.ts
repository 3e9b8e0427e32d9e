// Text that PostgreSQL can hold and jsonb can read. Neither takes U+0000, and jsonb refuses half of a surrogate
// pair; a provider's text may contain both, as characters and as \u escapes. Each becomes U+FFFD.

export interface StorableText {
  text: string;
  /** How many characters were replaced. */
  replaced: number;
}

const REPLACEMENT = '\ufffd';
/** A backslash and what belongs to it; a pair of surrogate escapes is one match, so that a lone one is left over. */
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^])/g;
const REFUSED_ESCAPE = /^\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})$/;

/** From the bytes of a body. Invalid UTF-8 is replaced too. */
export function storableText(bytes: Uint8Array): StorableText {
  return makeStorable(new TextDecoder('utf-8').decode(bytes));
}

export function makeStorable(text: string): StorableText {
  let replaced = 0;
  const replace = (): string => {
    replaced++;
    return REPLACEMENT;
  };
  let storable = text;
  if (storable.includes('\0')) storable = storable.replaceAll('\0', replace);
  if (!storable.isWellFormed()) {
    const wellFormed = storable.toWellFormed();
    replaced++;
    storable = wellFormed;
  }
  if (storable.includes('\\')) storable = storable.replace(ESCAPE, (escape) => (REFUSED_ESCAPE.test(escape) ? replace() : escape));
  return { text: storable, replaced };
}
