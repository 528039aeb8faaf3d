// What is kept on the tablet is sealed with a random key, and that key with one made of the PIN; neither ever stands on the disk in the clear.

const Iterations = 600_000;
const bytes = length => crypto.getRandomValues(new Uint8Array(length));
const utf8 = text => new TextEncoder().encode(text);

/** Whether a PIN may be chosen; else the name of the text that says why not. */
export function refusalOf(pin) {
  if (!/^\d{6,32}$/.test(pin)) { return 'PinTooShort'; }
  const steps = new Set([...pin].slice(1).map((digit, place) => digit - pin[place]));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0]) ? 'PinTooEasy' : null;
}

async function keyOfPin(pin, { salt, iterations }) {
  const material = await crypto.subtle.importKey('raw', utf8(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

/** A new vault: what is stored of it, and the open key. */
export async function create(pin) {
  const record = { salt: bytes(16), iterations: Iterations, iv: bytes(12), failures: 0, waitUntil: 0 };
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  record.wrapped = await crypto.subtle.wrapKey('raw', key, await keyOfPin(pin, record), { name: 'AES-GCM', iv: record.iv });
  return { record, key: await open(pin, record) };
}

/** The key, which cannot be read out of the browser's memory by a script; null for a wrong PIN. */
export async function open(pin, record) {
  try {
    return await crypto.subtle.unwrapKey(
      'raw', record.wrapped, await keyOfPin(pin, record), { name: 'AES-GCM', iv: record.iv }, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  } catch (error) {
    if (error.name !== 'OperationError') { throw error; }
    return null;
  }
}

/** Milliseconds to wait after so many wrong PINs in a row: 2 s, 4 s, … 5 minutes. */
export const delayAfter = failures => failures === 0 ? 0 : Math.min(1000 * 2 ** failures, 300_000);

/** What is left of the wait, even where the clock was set back. */
export const waitOf = (record, now) => Math.max(0, Math.min(record.waitUntil - now, delayAfter(record.failures)));

/** Seals a value for one place; opened at another one it is no value. */
export async function seal(key, place, value) {
  const iv = bytes(12);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(place) }, key, utf8(JSON.stringify(value))) };
}

export async function unseal(key, place, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(place) }, key, data)));
}
