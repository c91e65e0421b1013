import { consentContract, type EnrolmentOutcome, faceContract, type Principal } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';

const { give, list, withdraw, withdrawal, certificateKey } = consentContract.operations;
const { enrol, enrolStatus } = faceContract.operations;
const page = { page: 1, page_size: 100 };
const statement = 'My face is measured to record my attendance.';

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [60, 61, 62, 63, 64], settings: { CONSENT_REQUIRED: 'yes' } });
});
afterAll(() => replica.stop());

const person = (id: number): Principal => principal(id, 'student', `P${id}`);
const enrolled = (id: number) => {
  const images = [1, 2, 3].map(() => scriptedPhotograph({ faces: [{ subject: String(id) }] }));
  return replica.call(enrol, { body: { employee_id: `P${id}`, images, quality_check: true } }, admin);
};
const ended = (task_id: string) =>
  eventually(
    () => replica.call(enrolStatus, { params: { task_id } }, admin),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
const consented = (id: number) =>
  replica.call(give, { body: { purpose: 'face_recognition', statement } }, person(id));
const withdrawn = (id: number) =>
  replica.call(withdraw, { body: { purpose: 'face_recognition' } }, person(id));
const completed = (id: string) =>
  eventually(
    () => replica.call(withdrawal, { params: { id } }, admin),
    ({ completed_at }) => completed_at !== null,
  );

describe('consent', () => {
  it('consent: without a receipt no face is enrolled; with one it is, and the receipt has the words', async () => {
    await expect(enrolled(60)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
    const receipt = await consented(60);
    expect(receipt).toMatchObject({ employee_id: 'P60', statement, given_by: 'P60', withdrawn_at: null });
    expect(await consented(60)).toEqual(receipt);
    expect(await ended((await enrolled(60)).task_id)).toMatchObject({ status: 'completed' });
  });

  it('consent: people see and withdraw their own, administrators everybody’s', async () => {
    const body = { employee_id: 'P60', purpose: 'face_recognition' } as const;
    await expect(replica.call(withdraw, { body }, person(61))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    const query = { ...page, employee_id: 'P60' };
    await expect(replica.call(list, { query }, person(61))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
    expect((await replica.call(list, { query: page }, person(61))).results).toEqual([]);
    expect((await replica.call(list, { query }, admin)).count).toBe(1);
  });

  it('withdrawal: the templates are destroyed at vision, and a certificate says so that the public key verifies', async () => {
    await consented(61);
    const asked = await withdrawn(61);
    expect(asked).toMatchObject({ employee_id: 'P61', completed_at: null, certificate: null });
    const done = await completed(asked.id);
    expect(replica.vision.revocations.map(({ subject }) => subject)).toContain('61');
    const { alg: _, ...jwk } = await replica.call(certificateKey, {}, person(61));
    const [head, payload, signature] = done.certificate!.split('.');
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const isSigned = (text: string) =>
      verify(null, Buffer.from(text), key, Buffer.from(signature!, 'base64url'));
    expect([isSigned(`${head}.${payload}`), isSigned(`${head}.${payload}x`)]).toEqual([true, false]);
    const told = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    expect(told).toMatchObject({ withdrawal: asked.id, employee_id: 'P61', destroyed_at: done.completed_at });
    await expect(enrolled(61)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
    await expect(replica.call(withdrawal, { params: { id: asked.id } }, person(62))).rejects.toMatchObject({
      code: 'WITHDRAWAL_NOT_FOUND',
    });
  });

  it('withdrawal: while vision works on an enrolment it leaves no template, and the task says why', async () => {
    await consented(62);
    const original = replica.vision.enrol.bind(replica.vision);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached = (): void => undefined;
    const working = new Promise<void>((resolve) => (reached = resolve));
    replica.vision.enrol = async (input): Promise<EnrolmentOutcome> => {
      reached();
      await held;
      return original(input);
    };
    const { task_id } = await enrolled(62);
    await working;
    await completed((await withdrawn(62)).id);
    const before = replica.vision.revocations.length;
    release();
    replica.vision.enrol = original;
    expect(await ended(task_id)).toMatchObject({
      status: 'failed',
      result: { error_code: 'CONSENT_WITHDRAWN' },
    });
    await eventually(
      async () => replica.vision.revocations.slice(before),
      (later) => later.some(({ subject }) => subject === '62'),
    );
    expect(await replica.database.query('SELECT 1 FROM face_photograph')).toEqual([]);
  });

  it('withdrawal: of two at once one is carried out, and consent given afterwards counts again', async () => {
    await consented(63);
    const [one, other] = await Promise.all([withdrawn(63), withdrawn(63)]);
    expect(one.id).toBe(other.id);
    await completed(one.id);
    expect(await consented(63)).toMatchObject({ withdrawn_at: null });
    expect(await ended((await enrolled(63)).task_id)).toMatchObject({ status: 'completed' });
  });
});

describe('consent where none is required', () => {
  let former: AttendanceReplica;
  beforeAll(async () => {
    former = replica;
    replica = await startAttendance({ people: [70], settings: { CONSENT_REQUIRED: 'no' } });
  });
  afterAll(async () => {
    await replica.stop();
    replica = former;
  });

  it('withdrawal: who withdrew is enrolled again only with a new receipt, also where nobody else needs one', async () => {
    expect(await ended((await enrolled(70)).task_id)).toMatchObject({ status: 'completed' });
    await completed((await withdrawn(70)).id);
    await expect(enrolled(70)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
    await consented(70);
    expect(await ended((await enrolled(70)).task_id)).toMatchObject({ status: 'completed' });
  });
});
