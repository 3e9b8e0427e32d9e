// How deep a JSON text is nested, told without parsing it: JSON.parse accepts what JSON.stringify cannot write back
// and what a database refuses to store.

/** True when brackets are nested deeper than `limit`. The text need not be valid. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++; // a backslash takes the next character along
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      if (++depth > limit) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}
