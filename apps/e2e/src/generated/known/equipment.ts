import type { Ask, Known } from './known.js';
import { knownProduction, planFor } from './production.js';

const tooHot = { type: 'compare', signal: 'temperature', op: '>', value: 60, deadband: 2 };

/** Creates a machine that is too hot, its rule, an alarm in every state that an operation needs, and a back-test. */
export async function knownEquipment(path: string, ask: Ask): Promise<Known> {
  const make = async (at: string, body: object): Promise<number> =>
    ((await ask('POST', at, body)) as { id: number }).id;
  const newMachine = (): Promise<number> =>
    make('/api/equipment/', { equipment_type: 'Robot', model: 'R', installation_date: '2024-01-01' });
  const from = new Date(Date.now() - 60_000).toISOString();
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const equipment = await newMachine();
  const rule = await make('/api/rules/', { name: 'Too hot', set: tooHot, equipment, severity: 'high' });
  const reading = await make('/api/data/', { equipment, temperature: 65, speed: 100, pressure: 5 });
  const alert = await make('/api/alerts/', { equipment, alert_type: 'Warning', description: 'Noise' });
  const fields = {
    equipment: [equipment],
    rule: [rule],
    set: [tooHot],
    clear: [{ type: 'not', of: tooHot }],
    when: [{ ...tooHot, value: 95 }],
    escalations: [[{ severity: 'critical', when: { ...tooHot, value: 95 } }]],
    from: [from],
    to: [to],
    page: ['1'],
    metric: ['temperature'],
  };
  const measurement = { equipment_type: 'Robot', name: `m${equipment}` };
  const own: Readonly<Record<string, () => Promise<readonly (number | string)[]>>> = {
    equipment: async () => {
      await planFor(equipment, make);
      return [equipment, await newMachine()];
    },
    rules: async () => [rule],
    data: async () => [reading],
    alerts: async () => [alert],
    alarms: async () => [...(await alarmsOf(equipment, ask)), await latchedAlarm(await newMachine(), ask)],
    measurements: async () => [await make('/api/measurements/', { ...measurement, unit: 'mm/s' })],
    devices: async () => [await make('/api/devices/', { name: `d${equipment}`, equipment: [equipment] })],
    'back-tests': async () => [await make(`/api/rules/${rule}/back-test/`, { from, to })],
  };
  if (path.startsWith('/api/measurements/')) await makeRoom(ask);
  const isProduction = /^\/api\/(production-|stop-)|\/(oee|stops)\/$/.test(path);
  const [, noun = ''] = /^\/api\/([a-z-]+)\/\{id\}\//.exec(path) ?? [];
  const production = isProduction ? await knownProduction(noun, equipment, make) : undefined;
  const ids = (await own[noun]?.()) ?? [];
  /* Type and name of a measurement cannot change. */
  const named = noun === 'measurements' && {
    equipment_type: [measurement.equipment_type],
    name: [measurement.name],
  };
  return {
    fields: { ...fields, ...production?.fields, ...named },
    params: { ...(ids.length > 0 && { id: ids.map(String) }), ...production?.params },
  };
}

/** Removes the measurements of earlier operations: a type has so many. */
async function makeRoom(ask: Ask): Promise<void> {
  const kept = (await ask('GET', '/api/measurements/')) as readonly { readonly id: number }[];
  for (const { id } of kept) await ask('DELETE', `/api/measurements/${id}/`);
}

/** Creates a shelved, a suppressed and an out-of-service alarm. Returns all alarms of the machine. */
async function alarmsOf(equipment: number, ask: Ask): Promise<number[]> {
  const rules = await Promise.all(
    ['shelve', 'suppress', 'remove_from_service'].map(async (action) => {
      const rule = await ask('POST', '/api/rules/', { name: action, set: tooHot, equipment });
      return { action, rule: (rule as { id: number }).id };
    }),
  );
  for (const { action, rule } of rules)
    await ask('POST', '/api/alarms/', { rule, equipment, action, reason: 'Maintenance', duration_s: 600 });
  const listed = await ask('GET', `/api/alarms/?equipment=${equipment}&page_size=100`);
  return (listed as { results: { id: number }[] }).results.map(({ id }) => id);
}

/** Creates an alarm that returned to normal, was acknowledged and waits for its reset. Returns its id. */
async function latchedAlarm(equipment: number, ask: Ask): Promise<number> {
  await ask('POST', '/api/rules/', { name: 'Latching', set: tooHot, equipment, latching: true });
  for (const temperature of [65, 20])
    await ask('POST', '/api/data/', { equipment, temperature, speed: 100, pressure: 5 });
  const listed = await ask('GET', `/api/alarms/?equipment=${equipment}`);
  const { id } = (listed as { results: { id: number; rule_name: string }[] }).results.find(
    ({ rule_name: name }) => name === 'Latching',
  )!;
  await ask('POST', `/api/alarms/${id}/acknowledge/`, {});
  return id;
}
