import { DomainError, type CallContext, type Enrol, type EnrolmentOutcome } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { similarity } from '../accuracy/pair-scores.js';
import { DecisionPolicy } from '../decisions/decision-policy.service.js';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { ConflictStore, type Lookalike } from '../templates/conflict.store.js';
import { TemplateStore } from '../templates/template.store.js';
import { DuplicateCheck } from './duplicate-check.service.js';
import { enrolledOutcome, heldOutcome, refusedOutcome } from './enrolment-outcome.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { OwnTemplateCheck } from './own-template-check.service.js';
import { isUnreadable, refusedFile, reviewPhotograph, type ReviewedPhotograph } from './photograph-review.js';
import { refuseRepeated } from './repeated-photograph.js';
import { Mutex } from './mutex.js';

/** The detector counts all faces, but only the largest is described. */
const MAX_DESCRIBED_FACES = 1;

/** Enrols people: makes templates from photographs and destroys them. */
@Injectable()
export class EnrolmentService {
  /** Allows one change at a time per replica, so that waiting changes do not hold all connections of the pool. */
  private readonly changes = new Mutex();

  constructor(
    @Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool,
    private readonly galleries: Galleries,
    private readonly store: TemplateStore,
    private readonly conflicts: ConflictStore,
    private readonly liveness: LivenessPolicy,
    private readonly policy: DecisionPolicy,
    private readonly duplicates: DuplicateCheck,
    private readonly own: OwnTemplateCheck,
  ) {}

  /**
   * A template keeps the descriptor of every photograph; a search compares with their mean (ADR 72).
   * Returns the stored outcome if the enrolment id is known.
   */
  async enrol(input: Enrol, { deadline }: Pick<CallContext, 'deadline'>): Promise<EnrolmentOutcome> {
    const known = await this.store.outcomeOf(input.gallery, input.enrolment_id);
    if (known) return known;
    const reviewed = await this.review(input, deadline);
    const outcome = await this.changes.runExclusive(() =>
      this.store.change((tx) => this.decide(tx, input, reviewed)),
    );
    await this.galleries.catchUp();
    return outcome;
  }

  async revoke(gallery: string, subject: string): Promise<void> {
    await this.changes.runExclusive(() =>
      this.store.change(async (tx) => {
        await this.conflicts.forget(tx, gallery, subject);
        await this.store.remove(tx, { gallery, subject });
      }),
    );
    await this.galleries.catchUp();
  }

  private async review(
    { gallery, photographs, quality_check }: Enrol,
    deadline: number,
  ): Promise<ReviewedPhotograph[]> {
    const rules = {
      checkQuality: quality_check,
      isLive: this.liveness.gates ? this.liveness.isLive.bind(this.liveness) : undefined,
    };
    const stages = {
      descriptor: true,
      formerDescriptor: this.galleries.of(gallery, formerModelId).size > 0,
      ...this.liveness.scoring(),
      iris: false,
    };
    const reviewed = await Promise.all(
      photographs.map(async (photograph) => {
        try {
          const request = { photograph, maxFaces: MAX_DESCRIBED_FACES, stages };
          return reviewPhotograph(await this.pool.analyse(request, deadline), rules);
        } catch (error) {
          if (error instanceof DomainError && isUnreadable(error.code)) return refusedFile(error.code);
          throw error;
        }
      }),
    );
    return refuseRepeated(photographs, reviewed);
  }

  /** Runs under the lock, so that no other change enrols this face, subject or enrolment id meanwhile. */
  private async decide(
    tx: EntityManager,
    input: Enrol,
    reviewed: readonly ReviewedPhotograph[],
  ): Promise<EnrolmentOutcome> {
    const { gallery, subject, enrolment_id } = input;
    const known = await this.store.outcomeOf(gallery, enrolment_id, tx);
    if (known) return known;
    await this.galleries.catchUp(tx);
    const pairs = await this.conflicts.pairedWith(gallery, subject, tx);
    const outcome = await this.judge(input, reviewed, pairs);
    const descriptors = reviewed.flatMap(({ descriptor }) => descriptor ?? []);
    if (outcome.enrolled) {
      await this.conflicts.destroyPending(tx, { gallery, subject });
      await this.store.replace(tx, await this.store.seal(tx, { gallery, subject }, descriptors));
    }
    if (outcome.conflict) {
      const template = await this.store.seal(tx, { gallery, subject }, descriptors);
      const former = reviewed.flatMap(({ formerDescriptor }) => formerDescriptor ?? []);
      await this.conflicts.hold(tx, template, {
        enrolmentId: enrolment_id,
        otherSubject: outcome.conflict.subject,
        formerSealed: await this.store.sealFormer(tx, template, former),
      });
    }
    await this.store.saveOutcome(tx, gallery, enrolment_id, outcome);
    return outcome;
  }

  private async judge(
    { gallery, subject }: Enrol,
    reviewed: readonly ReviewedPhotograph[],
    pairs: ReadonlyMap<string, Lookalike>,
  ): Promise<EnrolmentOutcome> {
    const reports = reviewed.map(({ report }) => report);
    const descriptors = reviewed.flatMap(({ descriptor }) => descriptor ?? []);
    if (descriptors.length < reviewed.length) {
      const reasons = reports.flatMap(({ reason }, i) => (reason ? [`Photograph ${i + 1}: ${reason}`] : []));
      return refusedOutcome('PHOTOGRAPH_REFUSED', reasons.join(' '), reports);
    }
    const lowest = lowestSimilarity(descriptors);
    if (lowest !== null && lowest < this.policy.consistency(gallery, descriptorModelId).threshold)
      return refusedOutcome(
        'DIFFERENT_PEOPLE',
        'The photographs do not show the same person.',
        reports,
        lowest,
      );
    const former = reviewed.flatMap(({ formerDescriptor }) => formerDescriptor ?? []);
    const described = { present: descriptors, former };
    // First: whoever is held as somebody else's must already look like the person, or have an administrator's word.
    const conflict =
      this.own.find(gallery, subject, described) ??
      (await this.duplicates.find(gallery, subject, described, { pairs, cleared: new Set() }));
    return conflict ? heldOutcome(subject, conflict, reports) : enrolledOutcome(reports, lowest);
  }
}

/** Returns the lowest similarity of any two photographs, null for a single one. */
function lowestSimilarity(descriptors: readonly Float32Array[]): number | null {
  const pairs = descriptors.flatMap((one, i) =>
    descriptors.slice(i + 1).map((other) => similarity(one, other)),
  );
  return pairs.length === 0 ? null : Math.min(...pairs);
}
