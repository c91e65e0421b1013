import { Module } from '@nestjs/common';
import { AccountModule } from './accounts/account.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ClaimantModule } from './claimants/claimant.module.js';
import { IdentityLifecycle } from './identity-lifecycle.service.js';
import { RetentionModule } from './retention/retention.module.js';
import { SigningKeyModule } from './signing-keys/signing-key.module.js';
import { TokenTrustModule } from './trust/token-trust.module.js';

/** Accounts of all families, passwords, sessions, API keys, signing keys and the audit. */
@Module({
  imports: [AccountModule, AuditModule, ClaimantModule, RetentionModule, SigningKeyModule, TokenTrustModule],
  providers: [IdentityLifecycle],
})
export class IdentityModule {}
