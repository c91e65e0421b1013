import { Database, openDatabase, Outbox, provision, Sealer } from '@argus/persistence';
import { keyOfService, type PlatformSettings, readDataKey, reasonOf } from '@argus/service-kit';
import type { IdentitySettings } from '../identity.settings.js';
import { AccountDirectory } from '../accounts/account.directory.js';
import { AccountLinkService } from '../accounts/account-link.service.js';
import { AccountService } from '../accounts/account.service.js';
import { ApiKeyService } from '../api-keys/api-key.service.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuditVerifier } from '../audit/audit-verifier.js';
import { identityService } from '../identity.definition.js';
import { sealingLabel } from '../sealing-label.js';
import { LoginGuard } from '../login-attempts/login-guard.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { PasswordPolicy } from '../passwords/password-policy.js';
import { RevocationService } from '../sessions/revocation.service.js';
import { SigningKeyService } from '../signing-keys/signing-key.service.js';
import { AccountLinkStore } from '../accounts/account-link.store.js';
import { AccountListStore } from '../accounts/account-list.store.js';
import { AccountStore } from '../accounts/account.store.js';
import { ApiKeyStore } from '../api-keys/api-key.store.js';
import { AuditStore } from '../audit/audit.store.js';
import { LoginCounterStore } from '../login-attempts/login-counter.store.js';
import { RevocationStore } from '../sessions/revocation.store.js';
import { SessionStore } from '../sessions/session.store.js';
import { SigningKeyStore } from '../signing-keys/signing-key.store.js';
import { OperatorError } from './operator-error.js';

/** What somebody with a shell on the machine works with: identity on the database, without a bus or a server. */
export interface OperatorIdentity {
  readonly accounts: AccountService;
  readonly directory: AccountDirectory;
  readonly links: AccountLinkService;
  readonly verifier: AuditVerifier;
  readonly signingKeys: SigningKeyService;
}

/** What a command does once it is understood. @returns what to print */
export type CommandWork = (identity: OperatorIdentity) => Promise<string>;

/** Events that the work makes wait in the outbox for the platform, if it does not run right now. */
export async function withIdentity<T>(
  url: string,
  settings: PlatformSettings & IdentitySettings,
  work: (identity: OperatorIdentity) => Promise<T>,
): Promise<T> {
  await reach(url);
  const { entities = [], migrations } = identityService;
  const database = await openDatabase({
    url,
    schema: 'identity',
    entities,
    migrations,
    applicationName: 'argus-operator',
    poolSize: 2,
  });
  try {
    return await work(compose(database, settings));
  } finally {
    await database.close();
  }
}

/** Nobody waits at a shell: a PostgreSQL that is away or refuses is said at once. */
async function reach(url: string): Promise<void> {
  try {
    await provision(url, ['identity']);
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new OperatorError(`PostgreSQL at ${host}${pathname} cannot be used: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

function compose(database: Database, settings: PlatformSettings & IdentitySettings): OperatorIdentity {
  const sealer = new Sealer(keyOfService(readDataKey(settings).key, sealingLabel));
  const outbox = new Outbox(database);
  const audits = new AuditStore(database);
  const audit = new AuditLog(audits, sealer);
  const revocations = new RevocationService(
    new SessionStore(database),
    new RevocationStore(database),
    outbox,
  );
  const store = new AccountStore(database);
  const accounts = new AccountService(
    database,
    store,
    outbox,
    new PasswordHasher(),
    new PasswordPolicy(settings),
    revocations,
    new ApiKeyService(database, new ApiKeyStore(database), revocations, audit),
    new LoginGuard(database, new LoginCounterStore(database), settings),
    audit,
  );
  return {
    accounts,
    directory: new AccountDirectory(store, new AccountListStore(database)),
    links: new AccountLinkService(database, new AccountLinkStore(database), accounts, audit),
    verifier: new AuditVerifier(audits, sealer),
    signingKeys: new SigningKeyService(database, new SigningKeyStore(database), sealer, audit),
  };
}
