import { type Condition, type EquipmentType, parse, RuleDefinition, type RuleView } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RuleController } from '../alarms/rules/rule.controller.js';
import { equipmentService } from '../index.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { EquipmentController } from '../machines/equipment.controller.js';
import { newRobot } from '../testing/alarm-fixture.js';
import { MeasurementController } from './measurement.controller.js';

let replica: ServiceReplica;

const context = { principal: undefined } as never;
const values = { temperature: 20, speed: 100, pressure: 1 };
const above = (signal: string): Condition => ({ type: 'compare', signal, op: '>', value: 7 });
const define = (equipment_type: EquipmentType, name: string, unit = 'mm/s') =>
  replica.get(MeasurementController).create({ body: { equipment_type, name, unit } });
const watch = (name: string, signal: string, more: object): Promise<RuleView> =>
  replica
    .get(RuleController)
    .create({ body: parse(RuleDefinition, { name, set: above(signal), ...more }) }, context);
const changeRule = (id: number, body: object) =>
  replica.get(RuleController).change({ params: { id }, body }, context);
const retype = (id: number, equipment_type: EquipmentType) =>
  replica.get(EquipmentController).change({ params: { id }, body: { equipment_type } }, context);
const changeUnit = (id: number, unit: string) =>
  replica.get(MeasurementController).change({ params: { id }, body: { unit } });

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
});

afterAll(() => replica.stop());

describe('uses of further measurements', () => {
  it('The unit of a measurement is free until a rule uses it or a reading of it is stored', async () => {
    const { id } = await define('Robot', 'torque', 'Nm');
    expect(await changeUnit(id, 'kNm')).toMatchObject({ unit: 'kNm' });
    const rule = await watch('Twists', 'torque', { equipment_type: 'Robot' });
    await expect(changeUnit(id, 'Nm')).rejects.toMatchObject({
      code: 'MEASUREMENT_IN_USE',
      details: { rules: 'Twists' },
    });
    await replica.get(RuleController).remove({ params: { id: rule.id } }, context);
    expect(await changeUnit(id, 'Nm')).toMatchObject({ unit: 'Nm' });
    const body = { equipment: await newRobot(replica), ...values, measurements: { torque: 3 } };
    await replica.get(ReadingController).create({ body });
    await expect(changeUnit(id, 'kNm')).rejects.toMatchObject({
      code: 'MEASUREMENT_STORED',
      details: { count: 1, unit: 'Nm' },
    });
    const params = { id };
    expect(
      await replica.get(MeasurementController).change({ params, body: { unit: 'Nm', description: 'At J1' } }),
    ).toMatchObject({ description: 'At J1' });
  });

  it('A type cannot define a measurement in another unit than a rule for all equipment states its limit in', async () => {
    await define('Robot', 'sway', 'mm');
    const rule = await watch('Sways', 'sway', { set: { ...above('sway'), unit: 'mm' } });
    const text =
      'The rule "Sways" for all equipment states its limit in mm. Use that unit or change the rule first.';
    await expect(define('Manufacturing', 'sway', 'in')).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['unit'], code: 'invalid', params: { text } }] },
    });
    expect(await define('Manufacturing', 'sway', 'mm')).toMatchObject({ unit: 'mm' });
    await changeRule(rule.id, { set: above('sway') });
    expect(await define('Quality Control', 'sway', 'in')).toMatchObject({ unit: 'in' });
  });

  it('Equipment keeps its type while its rules or readings need a measurement that the new type lacks', async () => {
    await define('Robot', 'strain', 'm/m');
    const robot = await newRobot(replica);
    const rule = await watch('Strained', 'strain', { equipment: robot });
    const body = { equipment: robot, ...values, measurements: { strain: 3 } };
    await replica.get(ReadingController).create({ body });
    await expect(retype(robot, 'Manufacturing')).rejects.toMatchObject({
      code: 'EQUIPMENT_TYPE_IN_USE',
      details: { type: 'Manufacturing', names: 'strain', uses: 'the rule "Strained", 1 stored readings' },
    });
    const { id } = await define('Manufacturing', 'strain', '%');
    await expect(retype(robot, 'Manufacturing')).rejects.toMatchObject({ code: 'EQUIPMENT_TYPE_IN_USE' });
    await changeUnit(id, 'm/m');
    expect(await retype(robot, 'Manufacturing')).toMatchObject({ equipment_type: 'Manufacturing' });
    expect(await changeRule(rule.id, { set: above('strain') })).toMatchObject({ equipment: robot });
    expect(await retype(await newRobot(replica), 'Quality Control')).toMatchObject({
      equipment_type: 'Quality Control',
    });
  });

  it('A rule whose signal is gone can be renamed, graded and switched off, but not on, and keeps its measurement defined', async () => {
    const { id } = await define('Robot', 'noise', 'dB');
    const robot = await newRobot(replica);
    const rule = await watch('Noisy', 'noise', { equipment: robot });
    await replica.database.query("UPDATE equipment SET equipment_type = 'Quality Control' WHERE id = $1", [
      robot,
    ]);
    const body = parse(RuleDefinition, { ...rule, name: 'Loud' });
    expect(
      await replica.get(RuleController).replace({ params: { id: rule.id }, body }, context),
    ).toMatchObject({ name: 'Loud' });
    const changed = await changeRule(rule.id, { enabled: false, severity: 'high' });
    expect(changed).toMatchObject({ enabled: false, severity: 'high', set: above('noise') });
    for (const patch of [{ enabled: true }, { clear: above('noise') }, { equipment: await newQuality() }])
      await expect(changeRule(rule.id, patch)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(replica.get(MeasurementController).remove({ params: { id } })).rejects.toMatchObject({
      code: 'MEASUREMENT_IN_USE',
      details: { rules: 'Loud' },
    });
  });
});

async function newQuality(): Promise<number> {
  const id = await newRobot(replica);
  await retype(id, 'Quality Control');
  return id;
}
