import { randomUUID } from 'node:crypto';
import * as allContracts from '@argus/contracts';
import {
  AttendanceAct,
  attendanceAccountsContract,
  type EventSpec,
  faceEnrolled,
  FaceRevoked,
} from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { validOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startIdentity } from '../testing/identity-fixture.js';

const { create } = attendanceAccountsContract.operations;

let identity: ServiceReplica;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(async () => {
  await identity.stop();
});

const add = (employee_id: string) =>
  identity.call(create, {
    body: {
      ...{ employee_id, email: `${employee_id}@example.com`, first_name: 'A', last_name: 'B' },
      ...{ role: 'student', password: 'secure_password123' },
    },
  });

describe('acts on faces and attendance', () => {
  const acts = Object.values<unknown>(allContracts).filter(
    (each): each is EventSpec<AttendanceAct> =>
      typeof each === 'object' &&
      each !== null &&
      (each as Partial<EventSpec<object>>).payload?.prototype instanceof AttendanceAct,
  );
  it('acts on faces and attendance: those that are audited are enrolment, revocation and manual marks', () =>
    expect(acts.map(({ subject }) => subject).sort()).toEqual([
      'evt.attendance.face-enrolled.v1',
      'evt.attendance.face-revoked.v1',
      'evt.attendance.marked.v1',
    ]));

  it.each(acts.map((act) => [act.subject, act] as const))(
    'acts on faces and attendance: %s is audited once with who asked, for whom and by which request',
    async (subject, act) => {
      const employee_id = `A${acts.indexOf(act)}`;
      const { id: person_id } = await add(employee_id);
      if (act.payload === FaceRevoked) await identity.publish(faceEnrolled, { person_id, employee_id });
      const [made] = fc.sample(validOf(act.payload), { numRuns: 1, seed: 12 });
      const payload = {
        ...made!,
        ...{ person_id, employee_id, requested_by: 17, key_id: 'a key', request_id: subject },
      };
      const eventId = randomUUID();
      for (let times = 0; times < 2; times++) await identity.publish(act, payload, eventId);
      const rows = await identity.database.query(
        'SELECT family, account_id, actor_family, actor_id, details FROM audit_event WHERE request_id = $1',
        [subject],
      );
      expect(rows).toEqual([
        {
          family: 'attendance',
          account_id: person_id,
          actor_family: 'attendance',
          actor_id: 17,
          details: expect.objectContaining({ key: 'a key' }),
        },
      ]);
    },
  );

  it('acts on faces and attendance: a second enrolment of a person is audited as a replacement', async () => {
    const { id: person_id } = await add('AGAIN');
    for (const request_id of ['first', 'second'])
      await identity.publish(faceEnrolled, { person_id, employee_id: 'AGAIN', requested_by: 1, request_id });
    expect(
      await identity.database.query(
        'SELECT action, request_id FROM audit_event WHERE actor_id = 1 AND account_id = $1 ORDER BY position',
        [person_id],
      ),
    ).toEqual([
      { action: 'face-enrolled', request_id: 'first' },
      { action: 'face-replaced', request_id: 'second' },
    ]);
  });
});
