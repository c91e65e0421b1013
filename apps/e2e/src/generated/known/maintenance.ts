import { eventually } from '@argus/testing';
import type { Ask, Known } from './known.js';

const path = '/api/v1/system/maintenance/';

interface Runs {
  readonly results: readonly { readonly id: string; readonly ended_at: string | null }[];
}

/** A run that has ended, and a task that reads only. */
export async function knownMaintenance(ask: Ask): Promise<Known> {
  /* One that another test began may be at work. */
  await ask('POST', path, { task: 'verify_audit' }).catch(() => undefined);
  const { results } = (await eventually(
    () => ask('GET', path),
    (runs) => (runs as Runs).results.every(({ ended_at }) => ended_at !== null),
  )) as Runs;
  return { fields: { task: ['verify_audit'] }, params: { run_id: [results[0]!.id] } };
}
