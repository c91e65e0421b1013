import { accountChanged } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { PersonDirectory } from './person-directory.service.js';
import { Person } from './person.entity.js';

let replica: AttendanceReplica;

beforeAll(async () => {
  replica = await startAttendance();
});
afterAll(async () => {
  await replica.stop();
});

const person = (id: number): Promise<Person | null> =>
  replica.database.entities((manager) => manager.findOneBy(Person, { accountId: id }));

describe('account events', () => {
  it('account events store the newest revision, in any order and however often they arrive', async () => {
    const first = replica.identity.add(10, 'P10');
    const second = { ...first, last_name: 'Jones', department: null, role: 'admin', revision: 2 };
    const third = { ...second, first_name: '', revision: 3 };
    const id = randomUUID();
    for (const [account, event] of [
      [second, id],
      [first, undefined],
      [second, id],
      [third, undefined],
    ] as const)
      await replica.publish(accountChanged, account, event);
    expect(await person(10)).toEqual({
      accountId: 10,
      employeeId: 'P10',
      name: 'Jones',
      department: null,
      role: 'admin',
      isActive: true,
      revision: 3,
    });
  });

  it('account events of other families are ignored', async () => {
    await replica.publish(accountChanged, { ...replica.identity.add(11, 'P11'), family: 'techtrack' });
    expect(await person(11)).toBeNull();
  });

  it('an account event that deactivates a person destroys their template and publishes an event', async () => {
    const account = replica.identity.add(12, 'P12');
    await replica.publish(accountChanged, account);
    await replica.publish(accountChanged, {
      ...account,
      ...{ is_active: false, revision: 2, changed_by: 1, key_id: null, request_id: 'the request' },
    });
    const revokedEvents = () =>
      replica.database.query<{ payload: object }>(
        "SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.face-revoked.v1'",
      );
    const [revoked] = await eventually(revokedEvents, (events) => events.length > 0);
    expect(revoked!.payload).toEqual({
      occurred_at: expect.any(String),
      person_id: 12,
      employee_id: 'P12',
      requested_by: 1,
      key_id: null,
      request_id: 'the request',
      client_address: null,
      user_agent: null,
    });
    expect(replica.vision.revocations).toEqual([{ gallery: 'attendance', subject: '12' }]);
  });
});

describe('people whom no event has announced', () => {
  it('people whom no event has announced are asked for once and stored', async () => {
    replica.identity.add(20, 'P20');
    replica.identity.add(21, 'P21');
    const people = replica.get(PersonDirectory);
    const asked = replica.identity.questions;
    expect(await people.findByEmployeeId('P20')).toMatchObject({ accountId: 20, name: 'Jane P20' });
    expect([...(await people.findByIds([20, 21, 22])).keys()]).toEqual([20, 21]);
    expect(await people.findByEmployeeId('P21')).toMatchObject({ accountId: 21 });
    expect(replica.identity.questions - asked).toBe(3);
  });

  it('people: 50 writers of a new person at once, each with another revision, leave the newest', async () => {
    const people = replica.get(PersonDirectory);
    for (let round = 0; round < 5; round++) {
      const account = replica.identity.add(1000 + round, `RACE${round}`);
      await Promise.all(
        Array.from({ length: 50 }, (_, at) => people.keep({ ...account, revision: ((at * 7) % 50) + 1 })),
      );
      expect(await person(1000 + round)).toMatchObject({ employeeId: `RACE${round}`, revision: 50 });
    }
  });

  it('people unknown to identity do not exist', async () => {
    expect(await replica.get(PersonDirectory).findByEmployeeId('NOBODY')).toBeUndefined();
  });
});
