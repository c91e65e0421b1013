import { type AnyOperation, contracts, secretFieldsOf } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import './services.js';

type Class = new () => unknown;

/* Columns that share a name with a secret, and why they may hold what they hold. */
const harmless: Readonly<Record<string, string>> = {
  'IdempotentReply.key': 'a name that the client chose for its request',
  'LoginCounter.key': 'hash of a name or an address',
  'PinAttempt.key': 'a digest or an id',
  'RateLimit.key': 'hash of a caller',
};

/* A secret of cameras only, which the camera seals (credentials_sealed). */
const ofAccounts = new Set(['username']);

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const operations: AnyOperation[] = contracts.flatMap(({ operations }) => Object.values(operations));
const secrets = new Set(
  operations
    .flatMap(({ params, query, body, reply }) => [params, query, body, reply])
    .flatMap((Part) => (Part ? secretFieldsOf(Part as Class) : []))
    .map(({ name }) => snake(name)),
);
/* Importing the services declared the entities of all. */
const columns = getMetadataArgsStorage().columns.map(({ target, propertyName, options: { type } }) => ({
  name: `${typeof target === 'string' ? target : target.name}.${propertyName}`,
  field: snake(propertyName),
  type,
}));

describe('secrets in the database', () => {
  it('stored secrets: contracts mark secrets and entities have columns', () => {
    expect(secrets.size).toBeGreaterThan(10);
    expect(columns.length).toBeGreaterThan(200);
  });

  it('stored secrets: no column that is named like a secret of a contract holds readable text', () => {
    const readable = columns.filter(
      ({ name, field, type }) =>
        secrets.has(field) && !ofAccounts.has(field) && type !== 'bytea' && !(name in harmless),
    );
    expect(readable.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([]);
  });

  it('stored secrets: every exception is still a column', () => {
    const names = columns.map(({ name }) => name);
    expect(Object.keys(harmless).filter((name) => !names.includes(name))).toEqual([]);
  });
});
