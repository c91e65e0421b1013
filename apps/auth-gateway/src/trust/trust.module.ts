import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.js';
import { Authenticator } from './authenticator.js';
import { KeySet } from './key-set.js';
import { Revocations } from './revocations.js';
import { TokenVerifier } from './token-verifier.js';

@Module({
  providers: [ApiKeys, Authenticator, KeySet, Revocations, TokenVerifier],
  exports: [Authenticator, KeySet, Revocations],
})
export class TrustModule {}
