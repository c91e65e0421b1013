import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SigningKey } from './signing-key.entity.js';
import { SigningKeyService } from './signing-key.service.js';
import { SigningKeyStore } from './signing-key.store.js';

@Module({
  imports: [AuditModule, Entities.forFeature([SigningKey])],
  providers: [SigningKeyService, SigningKeyStore],
  exports: [SigningKeyService],
})
export class SigningKeyModule {}
