import { type CallContext, type Claim, type Claimant, claimantContract } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ClaimantService } from './claimant.service.js';

@Controller()
@Handles(claimantContract)
export class ClaimantController {
  constructor(private readonly claimants: ClaimantService) {}

  async find({ body }: { body: Claim }, { clientAddress }: CallContext): Promise<Claimant> {
    const counted_as = await this.claimants.countedAs(body, clientAddress);
    return counted_as === undefined ? {} : { counted_as };
  }
}
