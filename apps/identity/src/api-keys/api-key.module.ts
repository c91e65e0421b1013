import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { ApiKeyController } from './api-key.controller.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeyService } from './api-key.service.js';
import { ApiKeyStore } from './api-key.store.js';

@Module({
  imports: [AuditModule, SessionModule, Entities.forFeature([ApiKey])],
  controllers: [ApiKeyController],
  providers: [ApiKeyService, ApiKeyStore],
  exports: [ApiKeyService, ApiKeyStore],
})
export class ApiKeyModule {}
