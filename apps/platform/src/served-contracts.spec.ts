import * as catalogue from '@argus/contracts';
import { declaredBindings } from '@argus/service-kit';
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { services } from './services.js';

const apps = fileURLToPath(new URL('../..', import.meta.url));
const bindings = services.map(({ name, module }) => ({ name, ...declaredBindings(module) }));

/** Events that the catalogue exports: name of the export → subject. */
const events = Object.entries(catalogue).flatMap(([name, value]) => {
  const subject = (value as { subject?: unknown }).subject;
  return typeof subject === 'string' && subject.startsWith('evt.') ? [{ name, subject }] : [];
});

/** The gateway itself answers operations that only link to others. */
const isAnsweredByGateway = ({ operations }: catalogue.Contract): boolean =>
  Object.values(operations).every(({ http }) => http?.links !== undefined);

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
    ({ events: consumed }) => {
      const subjects = events.map(({ subject }) => subject);
      for (const { subject } of consumed) expect(subjects).toContain(subject);
    },
  );

  it.each(events)(
    'the event $name is published by the service that its subject names',
    ({ name, subject }) => {
      const service = subject.split('.')[1]!;
      expect(services.map((one) => one.name)).toContain(service);
      const appends = new RegExp(`\\.append(All)?\\(\\s*\\w+,\\s*${name}\\b`);
      expect(sourcesOf(service).some((source) => appends.test(source))).toBe(true);
    },
  );

  it('the lists that these tests are made from are not empty', () => {
    expect(bindings.flatMap(({ events: consumed }) => consumed)).not.toEqual([]);
    expect(events).not.toEqual([]);
  });
});

function sourcesOf(service: string): string[] {
  const folder = join(apps, service, 'src');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|(^|\/)testing\//.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
