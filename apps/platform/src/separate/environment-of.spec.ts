import { platformSettings, secretFiles } from '@argus/service-kit';
import { describe, expect, it } from '@jest/globals';
import { services } from '../services.js';
import { environmentOf } from './environment-of.js';

/* Every setting of every service, and what an operator's shell may hold besides. */
const everything = Object.fromEntries(
  [
    ...[platformSettings, ...services.map(({ settings }) => settings)].flatMap(({ variables }) =>
      Object.keys(variables),
    ),
    'PATH',
    'TZ',
    'PGPASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'NPM_TOKEN',
    'BACKUP_PASSPHRASE',
    'ADMIN_PASSWORD_FILE',
    'DATABASE_URL_FILE',
    'NATS_KEEPER_NKEY_FILE',
  ].map((name) => [name, `value of ${name}`]),
);
const handover = {
  databaseUrl: 'postgres://own',
  natsUrl: 'nats://own',
  busKeys: 'own keys',
  natsKey: 'own key',
  dataDirectory: '/data',
};

describe.each(services)('environment of $name', (service) => {
  const told = environmentOf(service, everything, handover);

  it('environment: holds only settings that the service declares, and what the system needs', () => {
    const declared = [platformSettings, service.settings].flatMap(({ variables }) => Object.keys(variables));
    const secrets = secretFiles([service.settings]);
    const undeclared = Object.keys(told).filter((name) => !declared.concat(secrets).includes(name));
    expect(undeclared).toEqual(['PATH', 'TZ']);
  });

  it('environment: database and broker are reached as the service itself, never as owner or keeper', () => {
    expect(told).toMatchObject({
      DATABASE_URL: 'postgres://own',
      NATS_URL: 'nats://own',
      NATS_NKEY: 'own key',
    });
    for (const nkey of ['NATS_KEEPER_NKEY', 'NATS_SYSTEM_NKEY', 'NATS_ISSUER_NKEY'])
      expect(told).not.toHaveProperty(nkey);
    for (const name of ['DATABASE_LOGINS_DIR', 'DATABASE_MIGRATION_URL', 'DATABASE_URL_FILE'])
      expect(told).not.toHaveProperty(name);
  });

  it('environment: the keys of the bus are its own only', () => {
    expect(told.BUS_KEYS).toBe('own keys');
  });

  it('environment: only a service that seals learns where the data key is, only identity the first administrator', () => {
    const seals = service.sealingLabel !== null;
    expect([told.DATA_KEY_FILE !== undefined, told.DATA_DIR === '/data']).toEqual([seals, seals]);
    for (const name of ['ADMIN_PASSWORD', 'ADMIN_PASSWORD_FILE'])
      expect(name in told).toBe(service.name === 'identity');
  });
});
