import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { type PlatformSettings, platformSettings, StartError } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import { PasswordHasher } from '../passwords/password-hasher.service.js';
import { PasswordPolicy } from '../passwords/password-policy.service.js';
import { operator } from '../audit/audit-log.service.js';
import { AccountService } from './account.service.js';
import { AccountStore, type NewAccount } from '../directory/account.store.js';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Creates the administrators of attendance and TechTrack in a new installation, who create all other users. */
@Injectable()
export class FirstAdmin {
  readonly #logger = new Logger(FirstAdmin.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountService,
    private readonly store: AccountStore,
    private readonly passwords: PasswordHasher,
    private readonly policy: PasswordPolicy,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(identitySettings.token) private readonly settings: IdentitySettings,
  ) {}

  /**
   * Creates the administrators unless attendance has one. Takes the lock of administrators, so that only one of several
   * starting replicas does it.
   * @throws StartError for a refused ADMIN_PASSWORD, or a missing one in a cluster; DomainError EMAIL_TAKEN, USERNAME_TAKEN if a user has the address.
   */
  async ensure(): Promise<void> {
    if (await this.store.hasAdmin('attendance')) return;
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD: chosen } = this.settings;
    if (chosen === undefined && this.platform.DEPLOYMENT === 'cluster')
      throw new StartError(
        'There is no administrator yet: set ADMIN_PASSWORD or ADMIN_PASSWORD_FILE for the first start. With DEPLOYMENT=cluster none is generated, since it would be in a file of one replica.',
      );
    const password = chosen ?? randomBytes(18).toString('base64url');
    this.#checkPassword(password);
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(async (tx) => {
      await this.store.lockAdmins(tx);
      if (await this.store.hasAdmin('attendance', tx)) return;
      for (const account of administrators(email)) {
        if (await this.store.hasAdmin(account.family, tx)) continue;
        await this.accounts.insert(tx, account, passwordHash, operator);
      }
      // Before the commit: a needless file is better than an administrator whose password nobody knows.
      if (chosen === undefined) await this.#writeFile({ email, password });
    });
  }

  #checkPassword(password: string): void {
    try {
      this.policy.check(password);
    } catch (error) {
      const isOperatorsChoice = this.platform.SECURITY_PROFILE === 'compat' && error instanceof DomainError;
      if (!isOperatorsChoice)
        throw new StartError(
          'ADMIN_PASSWORD is too weak for SECURITY_PROFILE=strict. Set a long, uncommon one, or none to have one generated.',
          { cause: error },
        );
      this.#logger.warn('ADMIN_PASSWORD is weak; change it before others can reach this installation');
    }
  }

  /** Writes the generated password to a file for the operator; it never goes to a log. */
  async #writeFile(credentials: Credentials): Promise<void> {
    const folder = join(this.platform.DATA_DIR, 'secrets');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'first-admin.json');
    await writeFile(`${file}.new`, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

/** Returns one per family whose users an administrator creates. TechTrack's clients send no e-mail address, so it is the name. */
const administrators = (email: string): readonly NewAccount[] => [
  {
    family: 'attendance',
    username: 'ADMIN',
    email,
    role: 'admin',
    firstName: 'First',
    lastName: 'Admin',
  },
  { family: 'techtrack', username: email, email, role: 'admin' },
];
