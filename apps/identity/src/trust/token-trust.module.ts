import { Module } from '@nestjs/common';
import { SessionModule } from '../sessions/session.module.js';
import { SigningKeyModule } from '../signing-keys/signing-key.module.js';
import { TokenTrustController } from './token-trust.controller.js';

@Module({
  imports: [SessionModule, SigningKeyModule],
  controllers: [TokenTrustController],
})
export class TokenTrustModule {}
