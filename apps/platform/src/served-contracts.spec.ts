import * as catalogue from '@argus/contracts';
import { declaredBindings } from '@argus/service-kit';
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { services } from './services.js';

const apps = fileURLToPath(new URL('../..', import.meta.url));
const bindings = services.map(({ name, module }) => ({ name, ...declaredBindings(module) }));

/** The gateway itself answers operations that only link to others. */
const isAnsweredByGateway = ({ operations }: catalogue.Contract): boolean =>
  Object.values(operations).every(({ http }) => http?.links !== undefined);

/** Events of the catalogue with the names of their exports. */
const events = catalogue.events.map((event) => ({
  subject: event.subject,
  name: Object.entries(catalogue).find(([, value]) => value === event)?.[0],
}));

const firstSubject = ({ operations }: catalogue.Contract): string =>
  Object.values(operations)[0]?.subject ?? '';

describe('the catalogue and the services of the platform', () => {
  it.each(catalogue.contracts.map((contract) => ({ contract, first: firstSubject(contract) })))(
    'the contract of $first is served once, by the service of its name, or by the gateway if it only links',
    ({ contract }) => {
      const serving = bindings.flatMap(({ name, contracts }) =>
        contracts.filter((one) => one === contract).map(() => name),
      );
      expect(serving).toEqual(isAnsweredByGateway(contract) ? [] : [contract.service]);
    },
  );

  it.each(bindings)('the service $name serves contracts of the catalogue only', ({ contracts }) => {
    expect(contracts.filter((contract) => !catalogue.contracts.includes(contract))).toEqual([]);
  });

  it.each(bindings)(
    'every event that the service $name consumes or follows is in the catalogue',
    ({ consumes, follows }) => {
      for (const event of [...consumes, ...follows]) expect(catalogue.events).toContain(event);
    },
  );

  it.each(events)(
    'the event $subject is published by the service that its subject names',
    ({ name, subject }) => {
      const service = subject.split('.')[1]!;
      expect(services.map((one) => one.name)).toContain(service);
      const appends = new RegExp(`\\b(append(All)?\\(\\s*\\w+,|told\\()\\s*${name}\\b`);
      expect(sourcesOf(service).some((source) => appends.test(source))).toBe(true);
    },
  );

  it('the lists that these tests are made from are not empty', () => {
    expect(bindings.flatMap(({ consumes }) => consumes)).not.toEqual([]);
    expect(catalogue.events).not.toEqual([]);
  });
});

function sourcesOf(service: string): string[] {
  const folder = join(apps, service, 'src');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|(^|\/)testing\//.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
