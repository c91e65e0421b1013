import { randomBytes } from 'node:crypto';
import type { Accounts } from '../targets/accounts.js';
import type { Ask, Known } from './known.js';

interface Row {
  readonly id: string | number;
}

/** Makes a flight with a marker and an account with which it can be shared, and a recording. */
export async function knownFlight(path: string, accounts: Accounts, ask: Ask): Promise<Known> {
  const { id: flight } = (await ask('POST', '/api/flights/', { name: 'Known' })) as Row;
  const made = async (collection: string, body: object): Promise<string> =>
    String(((await ask('POST', collection, body)) as Row).id);
  if (!path.startsWith('/api/flights/')) {
    const recording_id = `r${randomBytes(6).toString('hex')}`;
    const id = await made('/api/recordings/', { recording_id });
    return { fields: { flight: [String(flight)], recording: [id] }, params: { id: [id] } };
  }
  const marker = { at: '2026-03-15T08:45:00Z', label: 'Known' };
  const params: Record<string, string[]> = { id: [String(flight)] };
  if (path.includes('{marker_id}'))
    params.marker_id = [await made(`/api/flights/${flight}/markers/`, marker)];
  if (path.includes('{username}')) params.username = [(await accounts.make('eyetracker')).username];
  /* Times and seats that contradict each other are refused by a rule. */
  return { fields: { started_at: [null], ended_at: [null], crew: [[]], phases: [[]] }, params };
}
