import { Module } from '@nestjs/common';
import { EdgeServer } from './http/edge-server.js';
import { ApiKeys } from './trust/api-keys.js';
import { Authenticator } from './trust/authenticator.js';
import { KeySet } from './trust/key-set.js';
import { Revocations } from './trust/revocations.js';
import { TokenVerifier } from './trust/token-verifier.js';

/** The HTTP server, and how it judges tokens and keys with what identity publishes. */
@Module({
  providers: [ApiKeys, Authenticator, EdgeServer, KeySet, Revocations, TokenVerifier],
})
export class AuthGatewayModule {}
