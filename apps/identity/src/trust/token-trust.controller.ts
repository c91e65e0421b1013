import {
  type JsonWebKeySet,
  type Revocations,
  type RevocationsSince,
  tokenTrustContract,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RevocationService } from '../sessions/revocation.service.js';
import { SigningKeyService } from '../signing-keys/signing-key.service.js';

@Controller()
@Handles(tokenTrustContract)
export class TokenTrustController {
  constructor(
    private readonly signingKeys: SigningKeyService,
    private readonly revocationList: RevocationService,
  ) {}

  async keys(): Promise<JsonWebKeySet> {
    return { keys: await this.signingKeys.published() };
  }

  async revocations({ body }: { body: RevocationsSince }): Promise<Revocations> {
    const [revocations, keys] = await Promise.all([
      this.revocationList.since(body.after),
      this.signingKeys.published(),
    ]);
    return { revocations, key_ids: keys.map(({ kid }) => kid!) };
  }
}
