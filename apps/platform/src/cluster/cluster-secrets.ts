import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { authorizationOf } from '@argus/embedded';
import { KEEPER } from '@argus/messaging';
import { loginOf, roleOf } from '@argus/persistence';
import {
  busKeysIn,
  formatBusKeys,
  generatedSecret,
  keeperCaller,
  loginPasswords,
  type PlatformSettings,
  readDataKey,
  secretsDirectory,
} from '@argus/service-kit';
import { gateWith, keysIn, usersWith } from '../broker/broker-users.js';
import { services } from '../services.js';

/** Names of files and their texts, by the Secret that holds them. */
export type ClusterSecrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The service that also makes streams and judges devices. It is trusted with accounts already. */
const KEEPING = 'identity';

/**
 * Returns what each service of a cluster is given, and nothing of others: its login, its keys on the bus and on the broker, the data key where it seals.
 * `migrations` has the owner's URL, `logins` the passwords of the logins to be made, `nats` the users of the broker. Everything comes from the
 * folder of the secrets, where what is missing is made: the same call returns the same.
 * @param ownerUrl PostgreSQL as the owner of the database; nothing connects to it. Where a pooler stands there, DATABASE_MIGRATION_URL leads past it.
 */
export function clusterSecrets(settings: PlatformSettings, ownerUrl: string): ClusterSecrets {
  const passwordOf = loginPasswords(settings);
  const broker = keysIn(settings);
  const busKeys = busKeysIn(settings, [...services, keeperCaller]);
  const busKeysOf = (...names: string[]) => names.map((name) => formatBusKeys(busKeys(name))).join(',');
  const dataKeys = readDataKey(settings)
    .keys.map((key) => `${Buffer.from(key).toString('base64')}\n`)
    .join('');
  const firstPassword = () => randomBytes(18).toString('base64url');
  const directUrl = settings.DATABASE_MIGRATION_URL;
  const secrets = services.map(({ name, schema, sealingLabel }) => {
    const keeps = name === KEEPING;
    return [
      name,
      {
        ...(schema !== undefined && { 'database-url': loginOf(ownerUrl, schema, passwordOf) }),
        ...(schema !== undefined &&
          directUrl !== undefined && { 'database-migration-url': loginOf(directUrl, schema, passwordOf) }),
        'nats-nkey': broker.of[name]!.seed,
        'bus-keys': busKeysOf(name, ...(keeps ? [KEEPER] : [])),
        ...(schema !== undefined && sealingLabel !== null && { 'data-key': dataKeys }),
        ...(keeps && {
          'nats-keeper-nkey': broker.of[KEEPER]!.seed,
          'nats-system-nkey': broker.system.seed,
          'nats-issuer-nkey': broker.issuer.seed,
          'admin-password': generatedSecret(join(secretsDirectory(settings), 'cluster-admin'), firstPassword)
            .secret,
        }),
      },
    ] as const;
  });
  const roles = services.flatMap(({ schema }) => (schema === undefined ? [] : roleOf(ownerUrl, schema)));
  return {
    ...Object.fromEntries(secrets),
    migrations: { 'database-url': directUrl ?? ownerUrl },
    logins: Object.fromEntries(roles.map((role) => [encodeURIComponent(role), passwordOf(role)])),
    nats: {
      /* With which the servers of a cluster know each other. */
      'route-password': generatedSecret(join(secretsDirectory(settings), 'nats-routes'), () =>
        randomBytes(24).toString('hex'),
      ).secret,
      'auth.conf': `${JSON.stringify(authorizationOf(usersWith(broker), gateWith(broker)), undefined, 2)}\n`,
    },
  };
}
