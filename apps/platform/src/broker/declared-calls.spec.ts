import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as catalogue from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { services } from '../services.js';
import { traffic } from './broker-users.js';

const apps = fileURLToPath(new URL('../../..', import.meta.url));

/** Contracts by the name of their export, with their operations. */
const contracts = Object.entries(catalogue).flatMap(([name, value]) => {
  const contract = catalogue.contracts.find((each) => each === value);
  return contract ? [{ name, contract }] : [];
});

const calling = services.filter(({ listener }) => listener === undefined);

/* A call that is made but not declared fails at once (ServiceBus); here are the declarations that nobody needs. */
describe('the calls that services declare', () => {
  it.each(calling)('$name: makes every call that it declares', ({ name, calls = [] }) => {
    const sources = sourcesOf(name);
    const unused = calls.filter(
      (operation) =>
        !contracts.some(({ name: contractName, contract }) => {
          const key = Object.entries(contract.operations).find(([, each]) => each === operation)?.[0];
          return (
            key !== undefined &&
            sources.some((source) => source.includes(contractName) && new RegExp(`\\b${key}\\b`).test(source))
          );
        }),
    );
    expect(unused.map(({ subject }) => subject)).toEqual([]);
  });

  it.each(services)(
    '$name: declares calls of every foreign contract that it names',
    ({ name, calls = [] }) => {
      const sources = sourcesOf(name);
      const named = contracts.filter(
        ({ name: contractName, contract }) =>
          contract.service !== name &&
          sources.some((source) => new RegExp(`\\b${contractName}\\b`).test(source)),
      );
      const undeclared = named.filter(
        ({ contract }) => !Object.values(contract.operations).some((each) => calls.includes(each)),
      );
      expect(undeclared.map((each) => each.name)).toEqual([]);
    },
  );

  it('traffic: every call is answered by a service, and no service has the name of the keeper', () => {
    const served = traffic.flatMap(({ serves }) => serves);
    for (const { calls } of traffic) for (const subject of calls) expect(served).toContain(subject);
    expect(traffic.map(({ name }) => name)).not.toContain('keeper');
  });
});

/** Returns the code of the service without its definition, which declares the calls. */
function sourcesOf(service: string): string[] {
  const folder = join(apps, service, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !/spec\.ts$|(^|\/)testing\//.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
