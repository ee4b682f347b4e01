/**
 * The envelope of an operation: written in its one form, hashed and signed. Twin of siip/sync/rules/envelope.py;
 * both hold to docs/protocol.md and to the vectors in tests/vectors/envelope.json.
 *
 * @typedef {null | boolean | string | number | Plain[] | { [name: string]: Plain }} Plain
 * @typedef {{ [name: string]: Plain }} Said
 * @typedef {(message: Uint8Array<ArrayBuffer>) => Promise<string>} Sign
 * @typedef {{ bytes: string, hash: string, seq: number }} Written
 */

export const VERSION = 1;
/** What stands for the hash of the operation before a device's first. */
export const FIRST = "0".repeat(64);
export const BODY_LIMIT = 16 * 1024;
export const DEPTH = 8;
export const BATCH_OPERATIONS = 200;
export const BATCH_LIMIT = 256 * 1024;

const COUNTER = 65536n;
const LATEST = 2n ** 47n - 1n;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const encoder = new TextEncoder();

/**
 * The one way to write down what an operation says (RFC 8785 of whole numbers and ASCII names).
 * @param {Plain} value
 * @returns {string}
 * @throws {TypeError} for what no operation may hold; naming it is for the programmer, no person can mend it
 */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("half a surrogate pair");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new TypeError(`no whole number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`no ${typeof value} in an operation`);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const wrong = fields.find(([name]) => !NAME.test(name));
  if (wrong) throw new TypeError(`no name of a field: ${wrong[0]}`);
  return `{${fields.map(([name, said]) => `"${name}":${canonical(said)}`).join(",")}}`;
}

/**
 * An operation as it is kept and sent. `sign` is the person's, for the acts that only he may say.
 * @param {Said & { seq: number, body: Said }} said
 * @param {Sign} [sign]
 * @returns {Promise<Written>}
 * @throws {RangeError} for a body that no server would take: too long, or nested too deep
 */
export async function write(said, sign) {
  const length = encoder.encode(canonical(said.body)).length;
  if (length > BODY_LIMIT) throw new RangeError(`${length} bytes in a body`);
  if (depthOf(said.body) > DEPTH) throw new RangeError("nested too deep");
  let bytes = canonical(said);
  if (sign) bytes = canonical({ ...said, psig: await sign(encoder.encode(bytes)) });
  return { bytes, hash: await hashOf(bytes), seq: said.seq };
}

/**
 * How many lists and objects stand within one another, the value itself included.
 * @param {Plain} value
 * @returns {number}
 */
function depthOf(value) {
  if (value === null || typeof value !== "object") return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/**
 * A batch of operations of this device, in its order, signed over the last of them.
 * @param {string} dev
 * @param {Written[]} operations
 * @param {Sign} sign
 * @returns {Promise<string>}
 */
export async function writeBatch(dev, operations, sign) {
  const last = operations[operations.length - 1];
  if (!last || operations.length > BATCH_OPERATIONS) throw new RangeError(`${operations.length} operations in a batch`);
  const sig = await sign(encoder.encode(batchMessage(dev, last.seq, last.hash)));
  return `{"dev":"${dev}","ops":[${operations.map((one) => one.bytes).join(",")}],"sig":"${sig}","v":${VERSION}}`;
}

/**
 * What a device signs of a batch.
 * @param {string} dev
 * @param {number} seq
 * @param {string} head
 */
export function batchMessage(dev, seq, head) {
  return `siip-batch ${VERSION} ${dev} ${seq} ${head}`;
}

/**
 * The next value of the hybrid clock, as 16 hex digits; it rises whatever the clock of the device does.
 * @param {string} last the highest value given or seen so far
 * @param {number} wall milliseconds since 1970 by the device's own clock
 */
export function tick(last, wall) {
  const now = BigInt(wall);
  const [shown, risen] = [(now < LATEST ? now : LATEST) * COUNTER, BigInt(`0x${last}`) + 1n];
  return (shown > risen ? shown : risen).toString(16).padStart(16, "0");
}

/**
 * SHA-256 of a text's bytes, in hex.
 * @param {string} text
 */
export async function hashOf(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A new pair of keys for a device or a person; the private one never leaves the browser.
 * @returns {Promise<CryptoKeyPair>}
 */
export function makeKeys() {
  return crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

/**
 * @param {CryptoKey} key the private one
 * @returns {Sign}
 */
export function signer(key) {
  return async (message) => text(await crypto.subtle.sign(SIGNING, key, message));
}

/**
 * A public key as it travels: the whole point, in base64url without padding.
 * @param {CryptoKey} key
 */
export async function publicText(key) {
  return text(await crypto.subtle.exportKey("raw", key));
}

/** The salt of a body: 16 random bytes, so that no stored hash gives away what is guessed easily. */
export function salt() {
  return text(crypto.getRandomValues(new Uint8Array(16)).buffer);
}

/** @param {ArrayBuffer} raw */
function text(raw) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(raw)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
