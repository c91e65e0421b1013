import { eventually } from '@argus/testing';
import type { Ask, Known } from './known.js';

/** Makes a withdrawal that is carried out, as nobody consents while one waits. */
export async function knownConsent(path: string, employee: string, ask: Ask): Promise<Known> {
  const fields = { employee_id: [employee] };
  if (!path.includes('{id}')) return { fields, params: {} };
  const asked = (await ask('POST', '/api/v1/consents/withdraw/', {})) as { id: string };
  await eventually(
    async () =>
      (await ask('GET', `/api/v1/consents/withdrawals/${asked.id}/`)) as { completed_at: string | null },
    ({ completed_at }) => completed_at !== null,
  );
  return { fields, params: { id: [asked.id] } };
}
