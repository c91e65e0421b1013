import type { Page, TwinsReference, TwinsView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, Raw } from 'typeorm';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
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
  constructor(
    private readonly database: Database,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  /** Keeps the template; an earlier one of the same subject that still waits is destroyed. */
  async hold(
    tx: EntityManager,
    template: SealedTemplate,
    conflict: Pick<PendingTemplate, 'enrolmentId' | 'otherSubject' | 'formerSealed'>,
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

  /** Nobody may ever decide, or the case may be lost: biometric data does not wait without end. */
  @Every(3_600_000, 'destroy templates that waited too long for a decision')
  async destroyOldPending(): Promise<void> {
    await this.database.query(
      'DELETE FROM pending_template WHERE created_at < now() - make_interval(days => $1)',
      [this.settings.VISION_PENDING_TEMPLATE_DAYS],
    );
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

  /** Returns each pair once, newest first. */
  async twins(gallery: string, limit: number, offset: number): Promise<Page<TwinsView>> {
    const [pairs, count] = await this.database.entities((manager) =>
      manager.findAndCount(NegativePair, {
        where: { gallery, subject: Raw((column) => `${column} < other`) },
        order: { createdAt: 'DESC', subject: 'ASC', other: 'ASC' },
        take: limit,
        skip: offset,
      }),
    );
    const results = pairs.map(({ subject, other, similarity, model, createdAt }) => ({
      subject,
      other,
      similarity,
      model,
      created_at: createdAt.toISOString(),
    }));
    return { count, results };
  }

  /** Forgets the pair, which may be named in either order. Returns whether it was there. */
  async endPair(tx: EntityManager, { gallery, subject, other }: TwinsReference): Promise<boolean> {
    const { affected } = await tx.delete(NegativePair, [
      { gallery, subject, other },
      { gallery, subject: other, other: subject },
    ]);
    return Boolean(affected);
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
