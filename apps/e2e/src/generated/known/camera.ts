import { randomUUID } from 'node:crypto';
import type { Ask, Known } from './known.js';

/** Registers a camera that nobody calls, as its network is not listed. */
export async function knownCamera(ask: Ask): Promise<Known> {
  const id = `KNOWN-${randomUUID().slice(0, 8)}`;
  const body = { id, name: 'Known', location: 'Nowhere', rtsp_url: 'rtsp://10.255.255.1/stream' };
  await ask('POST', '/api/v1/cameras/', body);
  return { fields: {}, params: { id: [id] } };
}
