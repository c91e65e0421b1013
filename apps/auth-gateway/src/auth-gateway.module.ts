import { Module } from '@nestjs/common';
import { EdgeServer } from './http/edge-server.js';
import { IdentityModule } from './identity/index.js';
import { ApiKeys } from './trust/api-keys.js';
import { Authenticator } from './trust/authenticator.js';
import { KeySet } from './trust/key-set.js';
import { Revocations } from './trust/revocations.js';
import { TokenVerifier } from './trust/token-verifier.js';

/** The edge and, behind the bus like every other service, identity. */
@Module({
  imports: [IdentityModule],
  providers: [ApiKeys, Authenticator, EdgeServer, KeySet, Revocations, TokenVerifier],
})
export class AuthGatewayModule {}
