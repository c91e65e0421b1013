import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LoginAttemptModule } from '../login-attempts/login-attempt.module.js';
import { CredentialCheck } from './credential-check.service.js';
import { PasswordHasher } from './password-hasher.service.js';
import { PasswordPolicy } from './password-policy.service.js';

@Module({
  imports: [AuditModule, DirectoryModule, LoginAttemptModule],
  providers: [CredentialCheck, PasswordHasher, PasswordPolicy],
  exports: [CredentialCheck, PasswordHasher, PasswordPolicy],
})
export class PasswordModule {}
