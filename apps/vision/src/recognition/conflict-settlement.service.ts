import type { EnrolmentOutcome, SettleEnrolment } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { descriptorModel, descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import { ConflictStore, type Lookalike } from '../templates/conflict.store.js';
import type { PendingTemplate } from '../templates/pending-template.entity.js';
import { TemplateStore } from '../templates/template.store.js';
import { bestSimilarity, type DescribedPhotographs, DuplicateCheck } from './duplicate-check.service.js';
import { enrolledOutcome, heldOutcome, refusedOutcome } from './enrolment-outcome.js';

/** Carries out decisions about enrolments that were held as conflicts. */
@Injectable()
export class ConflictSettlement {
  constructor(
    private readonly galleries: Galleries,
    private readonly templates: TemplateStore,
    private readonly conflicts: ConflictStore,
    private readonly duplicates: DuplicateCheck,
  ) {}

  /** A repeated call returns the outcome of the first: the template no longer waits for this conflict. */
  async settle(input: SettleEnrolment): Promise<EnrolmentOutcome> {
    const outcome = await this.templates.change((tx) => this.decide(tx, input));
    await this.galleries.catchUp();
    return outcome;
  }

  /** Runs under the lock of all gallery changes. */
  private async decide(tx: EntityManager, input: SettleEnrolment): Promise<EnrolmentOutcome> {
    const { gallery, enrolment_id, other_subject } = input;
    const pending = await this.conflicts.pending(tx, gallery, enrolment_id);
    if (pending?.otherSubject !== other_subject) {
      const settled = await this.templates.outcomeOf(gallery, enrolment_id, tx);
      const gone =
        'The template no longer waits: the person was enrolled again or deactivated, or it waited too long. Enrol again.';
      return settled && (settled.refusal !== 'CONFLICT' || pending)
        ? settled
        : refusedOutcome('NOT_PENDING', gone);
    }
    const outcome = await this.carryOut(tx, pending, input);
    await this.templates.saveOutcome(tx, gallery, enrolment_id, outcome);
    return outcome;
  }

  private async carryOut(
    tx: EntityManager,
    pending: PendingTemplate,
    { decision }: SettleEnrolment,
  ): Promise<EnrolmentOutcome> {
    const { subject } = pending;
    const isOwn = pending.otherSubject === subject;
    if (decision === 'twins' && !isOwn) await this.addPair(tx, pending);
    if (isOwn && decision !== 'same') {
      await this.conflicts.destroyPending(tx, pending);
      return refusedOutcome('NOT_THE_PERSON', 'This face is not that of the person enrolled so far.');
    }
    if (!isOwn && decision === 'same') {
      await this.conflicts.destroyPending(tx, pending);
      // Their active template shows this face too: an enrolment that does not look like it is another kind of conflict.
      await this.templates.remove(tx, pending);
      return refusedOutcome('ALREADY_ENROLLED', 'This face is enrolled for somebody else.');
    }
    if (!isPresent(pending)) {
      await this.conflicts.destroyPending(tx, pending);
      return refusedOutcome('MODEL_OUTDATED', 'The face was described by an older model. Enrol it again.');
    }
    const next = await this.nextConflict(tx, pending);
    if (next) {
      await this.conflicts.holdAgainst(tx, pending, next.subject);
      return heldOutcome(subject, next);
    }
    await this.templates.replace(tx, pending);
    await this.conflicts.destroyPending(tx, pending);
    return enrolledOutcome([], null);
  }

  /** Stores how near the two are, so that later photographs of the other person are told from the person's own. */
  private async addPair(tx: EntityManager, pending: PendingTemplate): Promise<void> {
    await this.galleries.catchUp(tx);
    const lookalike = await this.withDescribed(tx, pending, ({ present, former }): Lookalike => {
      const nearness = (model: string, descriptors: readonly Float32Array[]) =>
        bestSimilarity(this.galleries.of(pending.gallery, model), pending.otherSubject, descriptors);
      const similarity = nearness(descriptorModelId, present);
      if (similarity !== undefined) return { similarity, model: descriptorModelId };
      const byFormer = nearness(formerModelId, former);
      return byFormer === undefined
        ? { similarity: null, model: null }
        : { similarity: byFormer, model: formerModelId };
    });
    await this.conflicts.addPair(tx, pending, lookalike);
  }

  /** Others may have this face too: by the model before, or enrolled while the template waited. */
  private async nextConflict(tx: EntityManager, pending: PendingTemplate) {
    const { gallery, subject, otherSubject, clearedSubjects } = pending;
    await this.galleries.catchUp(tx);
    const pairs = await this.conflicts.pairedWith(gallery, subject, tx);
    const cleared = new Set([...clearedSubjects, otherSubject]);
    return this.withDescribed(tx, pending, (described) =>
      this.duplicates.find(gallery, subject, described, { pairs, cleared }),
    );
  }

  /** Runs `work` with the descriptors of the waiting photographs, none of them by a model of no use any more, and overwrites them. */
  private async withDescribed<T>(
    tx: EntityManager,
    pending: PendingTemplate,
    work: (described: DescribedPhotographs) => T | Promise<T>,
  ): Promise<T> {
    const present = isPresent(pending) ? await this.templates.open(tx, pending) : [];
    const former = await this.templates.openFormer(tx, pending, pending.formerSealed);
    try {
      return await work({ present, former });
    } finally {
      for (const descriptor of [...present, ...former]) descriptor.fill(0);
    }
  }
}

const isPresent = ({ model, modelVersion }: PendingTemplate): boolean =>
  model === descriptorModel.name && modelVersion === descriptorModel.version;
