import { galleryChanged, type EnrolmentOutcome, type SubjectReference } from '@argus/contracts';
import { Database, Outbox, Sealer } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { descriptorModel } from '../descriptor/descriptor-model.js';
import { Enrolment } from './enrolment.entity.js';
import { sealDescriptors, type TemplateIdentity } from './template-codec.js';
import { Template } from './template.entity.js';

const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('vision.gallery-changes', 0))";

/** The record of templates and enrolments in the vision schema. */
@Injectable()
export class TemplateStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Runs work while nobody else changes any gallery, on any replica. All galleries share the lock, so that positions are
   * committed in their order and a reader that is past one has missed none before it.
   */
  change<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK);
      return work(tx);
    });
  }

  async outcomeOf(
    gallery: string,
    enrolmentId: string,
    tx = this.database.dataSource.manager,
  ): Promise<EnrolmentOutcome | undefined> {
    return (await tx.findOneBy(Enrolment, { gallery, enrolmentId }))?.outcome;
  }

  async rememberOutcome(
    tx: EntityManager,
    gallery: string,
    enrolmentId: string,
    outcome: EnrolmentOutcome,
  ): Promise<void> {
    await tx.insert(Enrolment, { gallery, enrolmentId, outcome });
  }

  /** Makes these descriptors the template of the subject; one from before is retired in the same transaction. */
  async replace(
    tx: EntityManager,
    { gallery, subject }: SubjectReference,
    descriptors: readonly Float32Array[],
  ): Promise<void> {
    await this.retire(tx, { gallery, subject });
    const identity: TemplateIdentity = {
      id: randomUUID(),
      gallery,
      subject,
      model: descriptorModel.name,
      modelVersion: descriptorModel.version,
    };
    const position = await nextPosition(tx);
    await tx.insert(Template, {
      ...identity,
      sealed: sealDescriptors(this.sealer, identity, descriptors),
      position,
    });
    await this.outbox.append(tx, galleryChanged, { gallery, subject, position });
  }

  /** Destroys the template of the subject; false when there is none. */
  async remove(tx: EntityManager, reference: SubjectReference): Promise<boolean> {
    const position = await this.retire(tx, reference);
    if (position === undefined) return false;
    await this.outbox.append(tx, galleryChanged, { ...reference, position });
    return true;
  }

  /** Changes after a position, in order; also templates that were retired. */
  changesAfter(position: number, limit: number, tx = this.database.dataSource.manager): Promise<Template[]> {
    return tx
      .createQueryBuilder(Template, 'template')
      .where('template.position > :position', { position })
      .orderBy('template.position')
      .limit(limit)
      .getMany();
  }

  /** Outcomes older than any retry. */
  @Every(3_600_000, 'forget old outcomes of enrolments')
  async forgetOldOutcomes(): Promise<void> {
    await this.database.query("DELETE FROM enrolment WHERE created_at < now() - interval '7 days'");
  }

  private async retire(
    tx: EntityManager,
    { gallery, subject }: SubjectReference,
  ): Promise<number | undefined> {
    const active = await tx
      .createQueryBuilder(Template, 'template')
      .where('template.gallery = :gallery AND template.subject = :subject AND template.retired_at IS NULL', {
        gallery,
        subject,
      })
      .getOne();
    if (!active) return undefined;
    const position = await nextPosition(tx);
    await tx.update(Template, active.id, { sealed: null, retiredAt: new Date(), position });
    return position;
  }
}

/** Safe under the lock only. */
async function nextPosition(tx: EntityManager): Promise<number> {
  const [row] = await tx.query<[{ next: number }]>(
    'SELECT coalesce(max(position), 0) + 1 AS next FROM template',
  );
  return row.next;
}
