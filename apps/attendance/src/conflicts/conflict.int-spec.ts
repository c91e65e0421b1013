import {
  accountChanged,
  conflictContract,
  type ConflictDecision,
  type ConflictView,
  faceContract,
} from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { type Script, scriptedPhotograph } from '../testing/scripted-photograph.js';
import { conflictSettled, conflictWith } from '../testing/scripted-vision.js';
import { ConflictSettlementWorker } from './conflict-settlement.worker.js';

const { enrol, enrolStatus } = faceContract.operations;
const { list, get, decide } = conflictContract.operations;
const reason = 'Both identity cards were checked';

let replica: AttendanceReplica;
let settlement: AttendanceReplica['vision']['settlement'];
let people = 100;

beforeAll(async () => {
  replica = await startAttendance();
  replica.identity.add(10, 'OWNER');
  ({ settlement } = replica.vision);
});
afterAll(async () => {
  await replica.stop();
});
beforeEach(() => {
  replica.vision.settlement = settlement;
});

const newPerson = (): string => {
  const id = people++;
  replica.identity.add(id, `NEW${id}`);
  return `NEW${id}`;
};

async function enrolled(employee_id: string, script: Script) {
  const images = Array<string>(3).fill(scriptedPhotograph(script));
  const body = { employee_id, images, quality_check: true };
  const { task_id } = await replica.call(enrol, { body }, admin);
  return eventually(
    () => replica.call(enrolStatus, { params: { task_id } }, admin),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
}

/** Enrols a new person whose face looks like the owner's. Returns the case. */
async function openCase(employee_id = newPerson()): Promise<ConflictView> {
  await enrolled(employee_id, { conflict: '10' });
  const { results } = await replica.call(list, { query: { page: 1, page_size: 20, status: 'open' } }, admin);
  return results.find(({ person }) => person.employee_id === employee_id)!;
}

const decided = (id: string, decision: ConflictDecision) =>
  replica.call(decide, { params: { id }, body: { decision, reason } }, admin);
const settled = (id: string): Promise<ConflictView> =>
  eventually(
    () => replica.call(get, { params: { id } }, admin),
    ({ template_created }) => template_created !== null,
  );
const eventsOf = (noun: string, field: string, value: unknown) =>
  replica.database.query<{ payload: Record<string, unknown> }>(
    'SELECT payload FROM outbox_message WHERE subject = $1 AND payload->>$2 = $3',
    [`evt.attendance.${noun}.v1`, field, String(value)],
  );

describe('an enrolment that vision holds as a conflict', () => {
  it('a conflict opens a case, and the person learns that it waits but not whose face it resembles', async () => {
    const employee_id = newPerson();
    const { status, result } = await enrolled(employee_id, { conflict: '10' });
    expect(status).toBe('completed');
    expect(result).toMatchObject({
      success: false,
      template_created: false,
      error_code: 'CONFLICT_CASE',
      message: expect.stringContaining('administrator'),
    });
    expect(JSON.stringify(result)).not.toMatch(/OWNER|conflict"|"10"/);
    const page = await replica.call(list, { query: { page: 1, page_size: 20, status: 'open' } }, admin);
    const [newest] = page.results;
    expect(newest).toMatchObject({
      status: 'open',
      kind: 'duplicate',
      person: { employee_id },
      other: { id: 10, employee_id: 'OWNER' },
      similarity: 0.98,
      threshold: 0.96,
      error_rates: [{ kind: 'FPIR' }],
      model: 'scripted@1',
      decision: null,
      decided_by: null,
      reason: null,
      closed_at: null,
      template_created: null,
    });
    expect(await replica.call(get, { params: { id: newest!.id } }, admin)).toEqual(newest);
    expect(await eventsOf('face-enrolled', 'employee_id', employee_id)).toEqual([]);
  });

  it('a face that does not look like the person enrolled so far opens a case of its own kind', async () => {
    const employee_id = newPerson();
    const { id: personId } = [...replica.identity.accounts.values()].at(-1)!;
    const open = async () => {
      await enrolled(employee_id, { conflict: String(personId) });
      const query = { page: 1, page_size: 20, status: 'open' } as const;
      return (await replica.call(list, { query }, admin)).results[0]!;
    };
    const first = await open();
    expect(first).toMatchObject({ kind: 'own_template', person: { employee_id }, other: { employee_id } });
    await expect(decided(first.id, 'twins')).rejects.toMatchObject({ code: 'CONFLICT_HAS_ONE_PERSON' });
    replica.vision.settlement = ({ decision }) =>
      conflictSettled(decision === 'same' ? null : 'NOT_THE_PERSON');
    await decided(first.id, 'different');
    expect(await settled(first.id)).toMatchObject({ template_created: false });
    expect(await eventsOf('face-revoked', 'employee_id', employee_id)).toEqual([]);
    const second = await open();
    await decided(second.id, 'same');
    expect(await settled(second.id)).toMatchObject({ template_created: true });
    expect(await eventsOf('face-enrolled', 'employee_id', employee_id)).toHaveLength(1);
  });

  it('another enrolment of the person is refused while a case is open, and possible once it is decided', async () => {
    const { id, person } = await openCase();
    for (const script of [{ conflict: '10' }, {}]) {
      const { status, result } = await enrolled(person.employee_id, script);
      expect([status, result]).toMatchObject(['failed', { error_code: 'CONFLICT_OPEN' }]);
      expect(result!.message).toContain('administrator');
    }
    expect(await replica.call(get, { params: { id } }, admin)).toMatchObject({ status: 'open' });
    expect(await eventsOf('face-enrolled', 'employee_id', person.employee_id)).toEqual([]);
    await decided(id, 'same');
    await settled(id);
    expect(await enrolled(person.employee_id, {})).toMatchObject({ status: 'completed' });
  });
});

describe('the decision of a conflict case', () => {
  it.each([
    ['same', false],
    ['different', true],
    ['twins', true],
  ] as const)(
    'a case decided as "%s" is carried out by vision and announced once',
    async (decision, created) => {
      const { id, person } = await openCase();
      expect(await decided(id, decision)).toMatchObject({
        status: 'closed',
        decision,
        decided_by: 'ADM001',
        reason,
        closed_at: expect.any(String),
      });
      expect(await settled(id)).toMatchObject({ template_created: created });
      expect(replica.vision.settlements.at(-1)).toMatchObject({
        gallery: 'attendance',
        other_subject: '10',
        decision,
      });
      await replica.get(ConflictSettlementWorker).run({ conflictId: id });
      const enrolments = await eventsOf('face-enrolled', 'employee_id', person.employee_id);
      expect(enrolments).toHaveLength(created ? 1 : 0);
      const revocations = await eventsOf('face-revoked', 'employee_id', person.employee_id);
      expect(revocations).toHaveLength(created ? 0 : 1);
      const [{ payload }] = (await eventsOf('face-conflict-decided', 'conflict_id', id)) as [
        { payload: object },
      ];
      expect(payload).toMatchObject({ person_id: person.id, other_id: 10, decision, reason, decided_by: 1 });
    },
  );

  it('of concurrent decisions one counts; the same again answers the same, another one is refused', async () => {
    const { id } = await openCase();
    const outcomes = await Promise.allSettled([
      decided(id, 'same'),
      decided(id, 'different'),
      decided(id, 'twins'),
    ]);
    const counted = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(counted).toHaveLength(1);
    const { decision } = counted[0]!;
    expect(await decided(id, decision!)).toMatchObject({ decision, closed_at: counted[0]!.closed_at });
    expect(await eventsOf('face-conflict-decided', 'conflict_id', id)).toHaveLength(1);
    for (const other of (['same', 'different'] as const).filter((each) => each !== decision))
      await expect(decided(id, other)).rejects.toMatchObject({ code: 'CONFLICT_CLOSED' });
  });

  it('a decision survives that vision is out of reach, and the sweep carries out one whose job was lost', async () => {
    const { id } = await openCase();
    replica.vision.failure = { code: 'UNAVAILABLE', times: 1 };
    await decided(id, 'different');
    expect(await settled(id)).toMatchObject({ template_created: true });
    await replica.database.query(
      `UPDATE face_conflict SET template_created = NULL, closed_at = now() - interval '1 hour' WHERE id = $1`,
      [id],
    );
    await replica.get(ConflictSettlementWorker).sweep();
    expect(await settled(id)).toMatchObject({ template_created: true });
  });

  it('a settlement that meets a further conflict opens a case with that person', async () => {
    replica.identity.add(11, 'THIRD');
    const { id, person } = await openCase();
    replica.vision.settlement = () => conflictWith('11');
    await decided(id, 'different');
    expect(await settled(id)).toMatchObject({ template_created: false });
    const { results } = await replica.call(
      list,
      { query: { page: 1, page_size: 20, status: 'open' } },
      admin,
    );
    expect(results.find((each) => each.person.id === person.id)).toMatchObject({
      other: { employee_id: 'THIRD' },
    });
  });

  it('the deactivation of either person closes the case, and a late decision is refused', async () => {
    for (const which of ['person', 'other'] as const) {
      const owner = people++;
      replica.identity.add(owner, `OWN${owner}`);
      const employee_id = newPerson();
      await enrolled(employee_id, { conflict: String(owner) });
      const { results } = await replica.call(
        list,
        { query: { page: 1, page_size: 20, status: 'open' } },
        admin,
      );
      const { id, ...found } = results.find(({ other }) => other.id === owner)!;
      const account = replica.identity.accounts.get(found[which].id)!;
      await replica.publish(accountChanged, { ...account, is_active: false, revision: 2 });
      const closed = await eventually(
        () => replica.call(get, { params: { id } }, admin),
        ({ status }) => status === 'closed',
      );
      expect(closed).toMatchObject({ decision: null, template_created: false });
      await expect(decided(id, 'different')).rejects.toMatchObject({ code: 'CONFLICT_CLOSED' });
    }
  });

  it('cases that do not exist are not found, whatever the id', async () => {
    for (const id of [randomUUID(), '1', "' OR 1=1", '00000000-0000-0000-0000'])
      for (const attempt of [
        replica.call(get, { params: { id } }, admin),
        replica.call(decide, { params: { id }, body: { decision: 'same', reason } }, admin),
      ])
        await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT_NOT_FOUND' });
  });
});
