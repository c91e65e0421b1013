import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.service.js';
import { Authenticator } from './authenticator.service.js';
import { KeySet } from './key-set.service.js';
import { Revocations } from './revocations.service.js';
import { TokenVerifier } from './token-verifier.service.js';

@Module({
  providers: [ApiKeys, Authenticator, KeySet, Revocations, TokenVerifier],
  exports: [Authenticator, KeySet, Revocations],
})
export class TrustModule {}
