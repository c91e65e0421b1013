import type {
  Handlers,
  JsonWebKeySet,
  Revocations,
  RevocationsSince,
  tokenTrustContract,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { RevocationService } from '../sessions/revocation.service.js';
import { SigningKeyService } from '../signing-keys/signing-key.service.js';

@Injectable()
export class TokenTrustController implements Handlers<typeof tokenTrustContract> {
  constructor(
    private readonly signingKeys: SigningKeyService,
    private readonly revocationList: RevocationService,
  ) {}

  async keys(): Promise<JsonWebKeySet> {
    return { keys: await this.signingKeys.published() };
  }

  async revocations({ body }: { body: RevocationsSince }): Promise<Revocations> {
    return { revocations: await this.revocationList.since(body.after) };
  }
}
