import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NegativePair } from './negative-pair.entity.js';
import { PendingTemplate } from './pending-template.entity.js';
import type { SealedTemplate } from './template.store.js';

/** What was known of a pair when it was decided to be two people; null in pairs of earlier versions. */
export interface Lookalike {
  readonly similarity: number | null;
  /** Descriptor model behind the similarity. */
  readonly model: string | null;
}

/** Templates that wait for a decision, and the pairs that were decided to be two people. */
@Injectable()
export class ConflictStore {
  constructor(private readonly database: Database) {}

  /** Keeps the template; an earlier one of the same subject that still waits is destroyed. */
  async hold(
    tx: EntityManager,
    template: SealedTemplate,
    conflict: Pick<PendingTemplate, 'enrolmentId' | 'otherSubject'>,
  ): Promise<void> {
    await this.destroyPending(tx, template);
    await tx.insert(PendingTemplate, { ...template, ...conflict, clearedSubjects: [] });
  }

  pending(tx: EntityManager, gallery: string, enrolmentId: string): Promise<PendingTemplate | null> {
    return tx.findOneBy(PendingTemplate, { gallery, enrolmentId });
  }

  /** Makes the waiting template one of a conflict with somebody else. */
  async holdAgainst(
    tx: EntityManager,
    { gallery, subject, otherSubject: cleared, clearedSubjects }: PendingTemplate,
    otherSubject: string,
  ): Promise<void> {
    const change = { otherSubject, clearedSubjects: [...clearedSubjects, cleared] };
    await tx.update(PendingTemplate, { gallery, subject }, change);
  }

  async destroyPending(
    tx: EntityManager,
    { gallery, subject }: Pick<PendingTemplate, 'gallery' | 'subject'>,
  ): Promise<void> {
    await tx.delete(PendingTemplate, { gallery, subject });
  }

  /** Destroys what waits for a decision about the subject, and forgets the subject's pairs. */
  async forget(tx: EntityManager, gallery: string, subject: string): Promise<void> {
    for (const field of ['subject', 'otherSubject'] as const)
      await tx.delete(PendingTemplate, { gallery, [field]: subject });
    for (const field of ['subject', 'other'] as const)
      await tx.delete(NegativePair, { gallery, [field]: subject });
  }

  /** Stores the pair. One that is decided again takes the newer similarity. */
  async addPair(
    tx: EntityManager,
    { gallery, subject, otherSubject: other }: Pick<PendingTemplate, 'gallery' | 'subject' | 'otherSubject'>,
    lookalike: Lookalike,
  ): Promise<void> {
    const pair = [
      { gallery, subject, other, ...lookalike },
      { gallery, subject: other, other: subject, ...lookalike },
    ];
    await tx.upsert(NegativePair, pair, ['gallery', 'subject', 'other']);
  }

  /** Returns the people who are known to look like the subject and to be somebody else. */
  async pairedWith(
    gallery: string,
    subject: string,
    tx?: EntityManager,
  ): Promise<ReadonlyMap<string, Lookalike>> {
    const pairs = await this.database.entities(
      (manager) => manager.findBy(NegativePair, { gallery, subject }),
      tx,
    );
    return new Map(pairs.map(({ other, similarity, model }) => [other, { similarity, model }]));
  }
}
