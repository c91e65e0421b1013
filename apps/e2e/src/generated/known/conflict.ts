import { eventually } from '@argus/testing';
import { dataUrls } from './faces.js';
import type { Ask, Known } from './known.js';

interface Case {
  readonly id: string;
  readonly person: { readonly employee_id: string };
  readonly other: { readonly employee_id: string };
  readonly template_created: boolean | null;
}

/** Enrols one face for two people, which opens a case, and decides that they are twins if the path needs that. */
export async function knownConflict(
  path: string,
  people: readonly [string, string],
  ask: Ask,
): Promise<Known> {
  for (const employee_id of people) await enrol(employee_id, ask);
  const open = await ask('GET', '/api/v1/face/conflicts/?status=open&page_size=100');
  const { id, person, other } = (open as { results: Case[] }).results.find(
    (each) => each.person.employee_id === people[1],
  )!;
  if (!path.includes('/twins/')) return { fields: {}, params: { id: [id] } };
  await ask('POST', `/api/v1/face/conflicts/${id}/decide/`, { decision: 'twins', reason: 'Two people' });
  await eventually(
    () => ask('GET', `/api/v1/face/conflicts/${id}/`),
    (found) => (found as Case).template_created !== null,
  );
  return {
    fields: {},
    params: { employee_id: [person.employee_id], other_employee_id: [other.employee_id] },
  };
}

async function enrol(employee_id: string, ask: Ask): Promise<void> {
  const request = { employee_id, images: dataUrls, quality_check: false };
  const { task_id } = (await ask('POST', '/api/v1/face/enroll/', request)) as { task_id: string };
  await eventually(
    () => ask('GET', `/api/v1/face/enroll/status/${task_id}/`),
    (task) => ['completed', 'failed'].includes((task as { status: string }).status),
  );
}
