import 'reflect-metadata';
import { Database, openDatabase, Outbox, Sealer } from '@argus/persistence';
import {
  assertDatabaseUsable,
  entitiesOf,
  openDataKeys,
  type PlatformSettings,
  platformSettings,
} from '@argus/service-kit';
import { type INestApplicationContext, Module, type Type, type ValueProvider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountLinkService } from '../accounts/account-link.service.js';
import { AccountModule } from '../accounts/account.module.js';
import { AccountService } from '../accounts/account.service.js';
import { AuditModule } from '../audit/audit.module.js';
import { AuditVerifier } from '../audit/audit-verifier.service.js';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { identityService } from '../identity.definition.js';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import { sealingLabel } from '../sealing-label.js';
import { SigningKeyModule } from '../signing-keys/signing-key.module.js';
import { SigningKeyService } from '../signing-keys/signing-key.service.js';
import type { SecretOutput } from './secret-output.js';

/** The parts of identity that commands use, on the database, without a bus or a server. */
export interface OperatorIdentity {
  readonly accounts: AccountService;
  readonly directory: AccountDirectory;
  readonly links: AccountLinkService;
  readonly verifier: AuditVerifier;
  readonly signingKeys: SigningKeyService;
  readonly secrets: SecretOutput;
}

/** Runs a parsed command. @returns the text to print */
export type CommandWork = (identity: OperatorIdentity) => Promise<string>;

/** Opens identity for `work`. Its events wait in the outbox until the platform runs. @throws StartError without a database */
export async function withIdentity<T>(
  url: string,
  settings: PlatformSettings & IdentitySettings,
  secrets: SecretOutput,
  work: (identity: OperatorIdentity) => Promise<T>,
): Promise<T> {
  await assertDatabaseUsable(url);
  const { migrations, module, schema = '' } = identityService;
  const database = await openDatabase({
    url,
    schema,
    entities: entitiesOf(module),
    migrations,
    applicationName: 'argus-operator',
    poolSize: 2,
  });
  try {
    const app = await compose(database, settings);
    const get = <T>(type: Type<T>): T => app.get(type, { strict: false });
    return await work({
      accounts: get(AccountService),
      directory: get(AccountDirectory),
      links: get(AccountLinkService),
      verifier: get(AuditVerifier),
      signingKeys: get(SigningKeyService),
      secrets,
    });
  } finally {
    await database.close();
  }
}

/** Identity without its life cycle, which would create keys and the first administrators during a command. */
@Module({ imports: [AccountModule, AuditModule, SigningKeyModule] })
class OperatorModule {}

async function compose(
  database: Database,
  settings: PlatformSettings & IdentitySettings,
): Promise<INestApplicationContext> {
  const providers: ValueProvider[] = [
    { provide: Database, useValue: database },
    { provide: Outbox, useValue: new Outbox(database) },
    { provide: Sealer, useValue: (await openDataKeys(database, settings, sealingLabel)).sealer },
    { provide: platformSettings.token, useValue: settings },
    { provide: identitySettings.token, useValue: settings },
  ];
  const exports = providers.map(({ provide }) => provide);
  const root = { module: class {}, global: true, imports: [OperatorModule], providers, exports };
  return NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
}
