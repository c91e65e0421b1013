import { randomBytes } from 'node:crypto';
import type { Ask, Known } from './known.js';

/** Makes a sender where the path names one. */
export async function knownSender(path: string, ask: Ask): Promise<Known> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const fields = { secret: [secret] };
  if (!path.includes('{id}')) return { fields, params: {} };
  const { id } = (await ask('POST', '/api/v1/webhook-senders/', { name: 'Known', secret })) as { id: string };
  return { fields, params: { id: [id] } };
}
