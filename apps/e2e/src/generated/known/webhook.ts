import { eventually } from '@argus/testing';
import type { Ask, Known } from './known.js';

interface Listed {
  readonly results: readonly { readonly id: string }[];
}

/** Makes a receiver that is never called, as it is paused, and a delivery that waits for it where the path names one. */
export async function knownWebhook(path: string, employee: string, ask: Ask): Promise<Known> {
  const body = { name: 'Known', url: 'https://receiver.example/', events: ['attendance_logged'] };
  const { id } = (await ask('POST', '/api/v1/webhooks/', body)) as { id: string };
  const params = { id: [id] };
  if (!path.includes('{delivery_id}')) return { fields: {}, params };
  await ask('PATCH', `/api/v1/webhooks/${id}/`, { status: 'paused' });
  const entry = {
    employee_id: employee,
    timestamp: '2024-03-15T08:45:00Z',
    reason: 'Known',
    marked_by: 'x@example.com',
  };
  await ask('POST', '/api/v1/attendance/mark/', entry);
  const { results } = await eventually(
    async () => (await ask('GET', `/api/v1/webhooks/${id}/deliveries/`)) as Listed,
    (listed) => listed.results.length > 0,
  );
  return { fields: {}, params: { ...params, delivery_id: [results[0]!.id] } };
}
