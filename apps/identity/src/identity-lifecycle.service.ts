import { Every } from '@argus/service-kit';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditVerifier } from './audit/audit-verifier.service.js';
import { FirstAdmin } from './accounts/first-admin.service.js';
import { AccountLooks } from './directory/account-looks.service.js';
import { SigningKeyService } from './signing-keys/signing-key.service.js';

/** Creates keys and first administrators and fills in looks of names at the start, and logs the end of the audit every hour. */
@Injectable()
export class IdentityLifecycle implements OnApplicationBootstrap {
  readonly #logger = new Logger(IdentityLifecycle.name);

  constructor(
    private readonly signingKeys: SigningKeyService,
    private readonly firstAdmin: FirstAdmin,
    private readonly looks: AccountLooks,
    private readonly audit: AuditVerifier,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.signingKeys.maintain();
    await this.firstAdmin.ensure();
    await this.looks.fill();
  }

  /** Logs an anchor for `npm run audit -- verify --anchor`, since logs are kept outside the database. */
  @Every(3_600_000, 'log the end of the audit')
  async noteAuditHead(): Promise<void> {
    const { position, mac } = await this.audit.head();
    this.#logger.log(`End of the audit: ${position}:${mac}`);
  }
}
