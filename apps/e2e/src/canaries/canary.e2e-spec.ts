import { secretFieldsOf } from '@argus/contracts';
import { sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { type ServedOperation, servedOperations } from '../generated/targets/operations.js';
import { controlsFor, removeControls } from './controls.js';
import { addOwnSecrets } from './own-secrets.js';
import { placesOf, startOf } from './places.js';
import { Planter } from './planter.js';
import { sweep } from './sweep.js';

type Class = new () => unknown;

/*
 * The small form of `npm run check:canaries`, which plants by every operation, crashes the platform and searches traces and the tables' files,
 * too. Here: as many operations of identity as hold every kind of secret that clients send it or get from it.
 */
const target = sharedPlatform();
const fieldsOf = ({ operation: { body, reply } }: ServedOperation): string[] =>
  [body, reply].flatMap((Part) => (Part ? secretFieldsOf(Part as Class).map(({ name }) => name) : []));
const chosen: ServedOperation[] = [];
const kinds = new Set<string>();
for (const served of servedOperations.filter(({ operation }) => operation.subject.startsWith('identity.'))) {
  if (fieldsOf(served).every((name) => kinds.has(name))) continue;
  chosen.push(served);
  for (const name of fieldsOf(served)) kinds.add(name);
}
/* With a process per service there are a broker and processes that must not learn each other's secrets. */
const suite = target.installation ? describe : describe.skip;

suite('secrets of clients', () => {
  it('canaries: no secret that an operation took or gave stands in log, metrics, processes, broker or database', async () => {
    const platform = { ...target.launched!, dataDirectory: target.dataDirectory! };
    const since = await startOf(platform);
    const planter = new Planter(target, 1);
    const controls = new Map(await controlsFor(platform, planter));
    for (const served of chosen) await planter.plant(served, 1);
    addOwnSecrets(planter.needles, platform.dataDirectory);
    const answers = [...planter.answers].map(([name, each]) => ({
      ...{ kind: 'answers' as const, name },
      bytes: Buffer.from(each.join('\n')),
    }));
    const places = [...(await placesOf(platform, since)), ...answers];
    removeControls(platform, controls);
    controls.delete('traces');
    controls.delete('files of PostgreSQL');
    const { hits, blind } = sweep(planter.needles, places, controls);
    /* The gateway hands this one out as a cookie. */
    kinds.delete('csrf');
    expect(planter.needles.kinds).toEqual(expect.arrayContaining([...kinds, 'cookie csrftoken']));
    expect({ hits, blind }).toEqual({ hits: [], blind: [] });
  });
});
