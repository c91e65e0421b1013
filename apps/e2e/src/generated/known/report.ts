import { eventually } from '@argus/testing';
import type { Ask, Known } from './known.js';

const path = '/api/v1/reports/attendance/';

/** A report of the caller that was made in the background. */
export async function knownReport(ask: Ask): Promise<Known> {
  const { job_id } = (await ask('GET', `${path}?format=csv&background=true`)) as { readonly job_id: string };
  await eventually(
    () => ask('GET', `${path}jobs/${job_id}/`),
    (job) => (job as { readonly status: string }).status === 'completed',
  );
  return { fields: {}, params: { job_id: [job_id] } };
}
