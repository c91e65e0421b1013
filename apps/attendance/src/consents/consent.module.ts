import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { PersonModule } from '../people/person.module.js';
import { ConsentController } from './consent.controller.js';
import { Consent } from './consent.entity.js';
import { ConsentService } from './consent.service.js';
import { ConsentStore } from './consent.store.js';
import { EnrolmentConsent } from './enrolment-consent.service.js';
import { ErasureCertificates } from './erasure-certificates.service.js';
import { WithdrawalCompletion } from './withdrawal-completion.service.js';
import { Withdrawal } from './withdrawal.entity.js';
import { WithdrawalStore } from './withdrawal.store.js';

@Module({
  imports: [ActModule, Entities.forFeature([Consent, Withdrawal]), PersonModule],
  controllers: [ConsentController],
  providers: [
    ConsentService,
    ConsentStore,
    EnrolmentConsent,
    ErasureCertificates,
    WithdrawalCompletion,
    WithdrawalStore,
  ],
  exports: [EnrolmentConsent, WithdrawalCompletion],
})
export class ConsentModule {}
