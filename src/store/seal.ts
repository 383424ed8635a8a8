/** Seals texts with AES-256-GCM and hashes ids with HMAC-SHA-256: pure, given the keys. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** AES-256. */
export const KEY_BYTES = 32;
/** What GCM is specified for. One key may seal 2^32 texts with random ones: years, even at a million questions a day. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What the text belongs to is bound to it: sealed text that is moved to another row does not open there. */
export function seal(key: Uint8Array, text: string, belongsTo: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(belongsTo));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Undefined when the key is another, or the text was changed or belongs to something else. */
export function unseal(key: Uint8Array, sealed: string, belongsTo: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(belongsTo))
      .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The same for the same parts, and nothing to be learnt from it without the key. */
export function hash(key: Uint8Array, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}

/** A secret is long and random, so it needs no slow derivation. */
export function keyOfSecret(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'footnote: key that seals keys', KEY_BYTES));
}

/** Names a secret without telling it. */
export function nameOfSecret(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'footnote: name of the secret', 9)).toString('base64url');
}
