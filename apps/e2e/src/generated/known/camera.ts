import { randomUUID } from 'node:crypto';
import type { Ask, Known } from './known.js';

/** What of a camera that nobody calls is refused: it has no picture, and no alarm to acknowledge. */
const refused = /\/(snapshot|acknowledge)\/$/;

/** Registers a camera without an address, which nobody calls: calls for its pictures need not wait. */
export async function knownCamera(path: string, ask: Ask): Promise<Known> {
  const id = `KNOWN-${randomUUID().slice(0, 8)}`;
  const body = { id, name: 'Known', location: 'Nowhere' };
  await ask('POST', '/api/v1/cameras/', body);
  return { fields: {}, params: { id: [id] }, ...(refused.test(path) && { reaches: 409 }) };
}

/** A ticket works once and for a minute, so that no list of inputs can have valid ones. */
export const knownStream: Known = { fields: {}, params: { ticket: ['none'] }, reaches: 404 };
