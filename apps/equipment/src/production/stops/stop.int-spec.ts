import { parse, SpanQuery, Instant } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { spellingsOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ProductionCountController } from '../production-counts/production-count.controller.js';
import { newRobot } from '../../testing/alarm-fixture.js';
import { anonymous } from '../../testing/oee-fixture.js';
import { StopReasonController } from './stop-reason.controller.js';
import { StopReasonStore } from './stop-reason.store.js';
import { StopController } from '../oee/stop.controller.js';

let replica: ServiceReplica;
let counts: ProductionCountController;
let stops: StopController;
let reasons: StopReasonController;
const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 50 * 3_600_000;
const at = (hours: number): Date => new Date(startMs + hours * 3_600_000);
const everything = (equipment: number) => ({ query: parse(SpanQuery, { equipment }) });

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  counts = replica.get(ProductionCountController);
  stops = replica.get(StopController);
  reasons = replica.get(StopReasonController);
});

afterAll(async () => {
  await replica.stop();
});

describe('production counts', () => {
  const body = (equipment: number, from: number, to: number, total = 100) => ({
    body: { equipment, from: at(from), to: at(to), total, good: 90, startup_rejects: 0 },
  });

  it('Production counts: a repeated one is stored once, and concurrent ones never overlap', async () => {
    const id = await newRobot(replica);
    const first = await counts.create(body(id, 0, 1), anonymous);
    expect(await counts.create(body(id, 0, 1), anonymous)).toEqual(first);
    for (const other of [body(id, 0, 1, 101), body(id, 0.5, 1.5), body(id, -1, 3), body(id, 0.2, 0.3)])
      await expect(counts.create(other, anonymous)).rejects.toMatchObject({ code: 'COUNT_OVERLAPS' });
    const race = Array.from({ length: 8 }, (_, i) => counts.create(body(id, 2 + i / 100, 3), anonymous));
    const settled = await Promise.allSettled(race);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await counts.create(body(id, 1, 2), anonymous);
    const { count, results } = await counts.list(everything(id));
    expect(count).toBe(3);
    expect(results.map(({ from }) => Date.parse(from))).toEqual(
      results.map(({ from }) => Date.parse(from)).sort((one, other) => other - one),
    );
    await counts.remove({ params: { id: first.id } });
    await expect(counts.remove({ params: { id: first.id } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await counts.create(body(id, 0, 1, 101), anonymous);
    await replica.get(EquipmentController).remove({ params: { id } });
    expect((await counts.list(everything(id))).count).toBe(0);
  });

  it('Production counts: inconsistent ones are refused', async () => {
    const equipment = await newRobot(replica);
    const good = { equipment, from: at(0), to: at(1), total: 10, good: 9, startup_rejects: 0 };
    const refused = async (changes: object, ...paths: string[]) => {
      const sent = { ...good, ...changes };
      await expect(counts.create({ body: sent }, anonymous)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { issues: paths.map((path) => expect.objectContaining({ path: [path] })) },
      });
    };
    await refused({ to: at(0) }, 'to');
    await refused({ to: at(25) }, 'to');
    await refused({ from: at(60), to: at(61) }, 'to');
    await refused(
      { from: Instant.parse('2001-01-01T00:00:00Z')!, to: Instant.parse('2001-01-01T01:00:00Z')! },
      'from',
    );
    await refused({ good: 11 }, 'good');
    await refused({ startup_rejects: 2 }, 'startup_rejects');
    await refused({ total: 1.5, equipment: 99_999 }, 'total', 'equipment');
  });
});

describe('reasons', () => {
  it('Stop reasons: form a tree below the losses, and those in use cannot be removed', async () => {
    const roots = await reasons.list();
    expect(roots.map(({ loss, parent }) => [loss, parent])).toEqual([
      ['breakdown', null],
      ['setup', null],
      ['minor_stop', null],
    ]);
    let parent = roots[2]!.id;
    const chain: number[] = [];
    for (let depth = 2; depth <= 6; depth++) {
      const made = await reasons.create({ body: { name: `Depth ${depth}`, parent } });
      expect(made).toMatchObject({ loss: 'minor_stop', parent });
      chain.push((parent = made.id));
    }
    for (const wrong of [parent, 99_999])
      await expect(reasons.create({ body: { name: 'Deeper', parent: wrong } })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    const twice = reasons.create({ body: { name: 'Depth 3', parent: chain[0]! } });
    await expect(twice).rejects.toMatchObject({ code: 'REASON_EXISTS' });
    for (const id of [roots[0]!.id, chain[0]!])
      await expect(reasons.remove({ params: { id } })).rejects.toMatchObject({ code: 'REASON_IN_USE' });
    await reasons.remove({ params: { id: parent } });
    await expect(reasons.remove({ params: { id: parent } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('Stop reasons: siblings differ in more than case, and twins from before that rule stay, reported, until one is removed', async () => {
    const parent = (await reasons.list())[0]!.id;
    const { id } = await reasons.create({ body: { name: 'Größe É', parent } });
    const exists = { code: 'REASON_EXISTS' };
    for (const name of spellingsOf('Größe É'))
      await expect(reasons.create({ body: { name, parent } })).rejects.toMatchObject(exists);
    await replica.database.query(
      `INSERT INTO stop_reason (parent_id, loss, name, depth, twin)
       SELECT parent_id, loss, 'GRÖSSE É', depth, 1 FROM stop_reason WHERE id = $1`,
      [id],
    );
    const twins = await replica.get(StopReasonStore).twins(5);
    expect(twins.map(({ parentId }) => parentId)).toEqual([parent]);
    await reasons.remove({ params: { id } });
    await expect(reasons.create({ body: { name: 'größe é', parent } })).rejects.toMatchObject(exists);
    await reasons.remove({ params: { id: twins[0]!.id } });
    expect(await reasons.create({ body: { name: 'größe é', parent } })).toMatchObject({ parent });
  });
});

describe('explanations', () => {
  it('Stop explanations: one per time, with the name of the author, and can be removed', async () => {
    const equipment = await newRobot(replica);
    const reason = (await reasons.list())[0]!.id;
    const said = { equipment, from: at(0), to: at(1), reason, comment: 'No steel' };
    const by = { principal: { username: 'ann' } } as never;
    const made = await stops.explain({ body: said }, by);
    expect(made).toMatchObject({ reason, comment: 'No steel', recorded_by: 'ann' });
    expect(await stops.explain({ body: said }, anonymous)).toEqual(made);
    const other = stops.explain({ body: { ...said, from: at(0.5), to: at(2) } }, anonymous);
    await expect(other).rejects.toMatchObject({ code: 'EXPLANATION_OVERLAPS' });
    const unknown = stops.explain({ body: { ...said, reason: 99_999 } }, anonymous);
    await expect(unknown).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await stops.listExplanations(everything(equipment))).results).toEqual([made]);
    await stops.removeExplanation({ params: { id: made.id } });
    expect((await stops.listExplanations(everything(equipment))).count).toBe(0);
  });
});
