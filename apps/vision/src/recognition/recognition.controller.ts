import {
  type CallContext,
  type Enrol,
  type EnrolmentOutcome,
  type Identification,
  type Identify,
  recognitionContract,
  type SettleEnrolment,
  type SubjectReference,
  type Verify,
  type VisionStatus,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Galleries } from '../gallery/galleries.service.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { ConflictSettlement } from './conflict-settlement.service.js';
import { TemplateStore } from '../templates/template.store.js';
import { EnrolmentService } from './enrolment.service.js';
import { IdentificationService } from './identification.service.js';

@Controller()
@Handles(recognitionContract)
export class RecognitionController {
  constructor(
    private readonly enrolments: EnrolmentService,
    private readonly settlements: ConflictSettlement,
    private readonly identifications: IdentificationService,
    @Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool,
    private readonly galleries: Galleries,
    private readonly templates: TemplateStore,
  ) {}

  enrol({ body }: { body: Enrol }, context: CallContext): Promise<EnrolmentOutcome> {
    return this.enrolments.enrol(body, context);
  }

  identify({ body }: { body: Identify }, context: CallContext): Promise<Identification> {
    return this.identifications.identify(body, context);
  }

  settle({ body }: { body: SettleEnrolment }): Promise<EnrolmentOutcome> {
    return this.settlements.settle(body);
  }

  verify({ body }: { body: Verify }, context: CallContext): Promise<Identification> {
    return this.identifications.verify(body, context);
  }

  revoke({ body }: { body: SubjectReference }): Promise<void> {
    return this.enrolments.revoke(body.gallery, body.subject);
  }

  async status(): Promise<VisionStatus> {
    const { backend, workers, queued } = this.pool;
    const outdated = await this.templates.countOutdated();
    return { backend, workers, queued, galleries: this.galleries.sizes(), outdated };
  }
}
