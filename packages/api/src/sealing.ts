// Secrets that the database keeps and cannot read: AES-256-GCM with keys of the environment. What is sealed for one row opens for no other,
// so that a ciphertext copied into another row, or to another tenant, is worth nothing.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface SealingKey {
  /** Named in what it has sealed, so that keys can be changed: the first seals, all of them open. */
  id: string;
  key: Buffer;
}

/** Where a secret is kept. */
export interface Place {
  table: string;
  column: string;
  rowId: string;
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const binding = ({ table, column, rowId }: Place): Buffer => Buffer.from(JSON.stringify([VERSION, table, column, rowId]));

/** `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. */
export function seal(keys: readonly SealingKey[], place: Place, secret: string): string {
  const [first] = keys;
  if (first === undefined) throw new TypeError('there is no key to seal with');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', first.key, nonce).setAAD(binding(place));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, first.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
}

/** The secret; null when no key of ours opens it for this place. */
export function unseal(keys: readonly SealingKey[], place: Place, text: string): string | null {
  const [version, id, nonce, sealed] = text.split('.');
  const found = keys.find((one) => one.id === id);
  if (version !== VERSION || found === undefined || nonce === undefined || sealed === undefined) return null;
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', found.key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES }).setAAD(binding(place));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null; // forged, or sealed for another row
  }
}
