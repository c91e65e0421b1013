import {
  accountContract,
  faceTwinsContract,
  type GalleryPage,
  twinsContract,
  type TwinsReference,
} from '@argus/contracts';
import { eventually } from '@argus/testing';
import { fake, ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attendanceService } from '../index.js';
import { admin } from '../testing/attendance-fixture.js';
import { ScriptedIdentity } from '../testing/scripted-identity.js';

const { list, end } = faceTwinsContract.operations;
const pairs = [['10', '11']];
let failures = 0;
let replica: ServiceReplica;

const isPair = ({ subject, other }: TwinsReference) =>
  pairs.findIndex((pair) => subject !== other && pair.includes(subject) && pair.includes(other));

beforeAll(async () => {
  const identity = new ScriptedIdentity();
  for (const id of [10, 11, 12]) identity.add(id, `FAC0${id}`);
  const vision = fake(twinsContract, {
    list: async ({ body }: { body: GalleryPage }) => ({
      count: pairs.length,
      results: pairs.slice(0, body.page_size).map(([subject, other]) => ({
        subject: subject!,
        other: other!,
        similarity: 0.61234567,
        model: 'new@1',
        created_at: '2026-01-01T00:00:00.000Z',
      })),
    }),
    areTwins: async ({ body }: { body: TwinsReference }) => ({ twins: isPair(body) >= 0 }),
    end: async ({ body }: { body: TwinsReference }) => {
      if (failures-- > 0) throw new Error('out of reach');
      const at = isPair(body);
      if (at >= 0) pairs.splice(at, 1);
      return { twins: at >= 0 };
    },
  });
  replica = await ServiceReplica.start(attendanceService, {
    fakes: [fake(accountContract, identity), vision],
  });
});
afterAll(() => replica.stop());

const events = () =>
  replica.database.query<{ payload: object }>(
    "SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.face-twins-ended.v1'",
  );
const listed = () => replica.call(list, { query: { page: 1, page_size: 20 } }, admin);
const ended = (employee_id: string, other_employee_id: string) =>
  replica.call(end, { params: { employee_id, other_employee_id } }, admin);

describe('twins', () => {
  it('twins: pairs are listed with both people', async () => {
    expect(await listed()).toMatchObject({
      count: 1,
      results: [
        {
          person: { id: 10, employee_id: 'FAC010' },
          other: { id: 11, employee_id: 'FAC011' },
          model: 'new@1',
          decided_at: '2026-01-01T00:00:00.000Z',
        },
      ],
    });
  });

  it('twins: who is no twin, or nobody, is not found and nothing is announced', async () => {
    for (const [one, other] of [
      ['FAC010', 'FAC012'],
      ['FAC010', 'FAC010'],
      ['FAC010', 'NOBODY'],
    ] as const)
      await expect(ended(one, other)).rejects.toMatchObject({ code: 'TWINS_NOT_FOUND' });
    expect(await events()).toEqual([]);
  });

  it('twins: an end that vision does not carry out at once is carried out by the queue, and announced once', async () => {
    failures = 1;
    await ended('FAC011', 'FAC010').catch(() => undefined);
    await eventually(listed, ({ count }) => count === 0);
    expect(await events()).toMatchObject([{ payload: { person_id: 11, other_id: 10, ended_by: 1 } }]);
    await expect(ended('FAC011', 'FAC010')).rejects.toMatchObject({ code: 'TWINS_NOT_FOUND' });
  });
});
