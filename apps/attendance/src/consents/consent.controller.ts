import {
  type CallContext,
  type CertificateKey,
  consentContract,
  type ConsentQuery,
  type ConsentView,
  type GiveConsent,
  type Page,
  type WithdrawalPath,
  type WithdrawalView,
  type WithdrawConsent,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ConsentService } from './consent.service.js';
import { consentView, withdrawalView } from './consent.view.js';
import { ErasureCertificates } from './erasure-certificates.service.js';

@Controller()
@Handles(consentContract)
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly certificates: ErasureCertificates,
  ) {}

  async list({ query }: { query: ConsentQuery }, context: CallContext): Promise<Page<ConsentView>> {
    const { count, results } = await this.consents.list(query, context);
    return { count, results: results.map(consentView) };
  }

  async give({ body }: { body: GiveConsent }, context: CallContext): Promise<ConsentView> {
    return consentView(await this.consents.give(body, context));
  }

  async withdraw({ body }: { body: WithdrawConsent }, context: CallContext): Promise<WithdrawalView> {
    return withdrawalView(await this.consents.withdraw(body, context));
  }

  async withdrawal({ params }: { params: WithdrawalPath }, context: CallContext): Promise<WithdrawalView> {
    return withdrawalView(await this.consents.withdrawal(params.id, context));
  }

  async certificateKey(): Promise<CertificateKey> {
    return this.certificates.publicKey();
  }
}
