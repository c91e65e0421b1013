import {
  type EnrolmentOutcome,
  galleryChanged,
  type OutdatedTemplateView,
  type Page,
  type SubjectReference,
} from '@argus/contracts';
import { Database, DataKeys, Outbox, type Sealer } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type EntityManager, In, IsNull, MoreThan, Not } from 'typeorm';
import { descriptorModel, formerModel, modelOf } from '../descriptor/descriptor-model.js';
import { Enrolment } from './enrolment.entity.js';
import { openDescriptors, sealDescriptors, type TemplateIdentity } from './template-codec.js';
import { Template } from './template.entity.js';

const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('vision.gallery-changes', 0))";

/** A template's content with what its seal is bound to. */
export interface SealedTemplate extends TemplateIdentity {
  readonly sealed: Uint8Array;
}

/** The same template as the model before would have made it. It is compared, and never becomes active. */
const asFormer = (template: TemplateIdentity): TemplateIdentity => ({
  ...template,
  model: formerModel.name,
  modelVersion: formerModel.version,
});

@Injectable()
export class TemplateStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly keys: DataKeys,
  ) {}

  /**
   * Runs `work` while no other replica changes any gallery. Locks all galleries, so positions commit in order:
   * a reader that has seen a position has missed no earlier one.
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
    tx?: EntityManager,
  ): Promise<EnrolmentOutcome | undefined> {
    const found = await this.database.entities(
      (manager) => manager.findOneBy(Enrolment, { gallery, enrolmentId }),
      tx,
    );
    return found?.outcome;
  }

  async saveOutcome(
    tx: EntityManager,
    gallery: string,
    enrolmentId: string,
    outcome: EnrolmentOutcome,
  ): Promise<void> {
    const row = { gallery, enrolmentId, outcome, createdAt: () => 'now()' };
    await tx.upsert(Enrolment, row, ['gallery', 'enrolmentId']);
  }

  /** Seals the descriptors as a new template of the present model, with the key of its subject. It is not stored. */
  async seal(
    tx: EntityManager,
    { gallery, subject }: SubjectReference,
    descriptors: readonly Float32Array[],
  ): Promise<SealedTemplate> {
    const identity: TemplateIdentity = {
      id: randomUUID(),
      gallery,
      subject,
      model: descriptorModel.name,
      modelVersion: descriptorModel.version,
    };
    return { ...identity, sealed: sealDescriptors(await this.sealerOf(tx, identity), identity, descriptors) };
  }

  /** Seals the former model's descriptors of the template's photographs; null without any. */
  async sealFormer(
    tx: EntityManager,
    template: TemplateIdentity,
    descriptors: readonly Float32Array[],
  ): Promise<Uint8Array | null> {
    if (descriptors.length === 0) return null;
    return sealDescriptors(await this.sealerOf(tx, template), asFormer(template), descriptors);
  }

  /** Returns what `sealFormer` sealed. @throws SealBroken */
  async openFormer(
    tx: EntityManager,
    template: TemplateIdentity,
    sealed: Uint8Array | null,
  ): Promise<Float32Array[]> {
    return sealed ? openDescriptors(await this.sealerOf(tx, template), asFormer(template), sealed) : [];
  }

  /** Returns the descriptors of a sealed template. @throws SealBroken */
  async open(tx: EntityManager, template: SealedTemplate): Promise<Float32Array[]> {
    return openDescriptors(await this.sealerOf(tx, template), template, template.sealed);
  }

  /** Returns the sealer of a subject, whose key is made at first use. */
  sealerOf(tx: EntityManager, reference: SubjectReference): Promise<Sealer> {
    return this.keys.of(tx, keyName(reference));
  }

  /** Returns the sealer that opens a subject's templates, for many subjects at once. */
  async sealersOf(
    references: readonly SubjectReference[],
    tx?: EntityManager,
  ): Promise<(reference: SubjectReference) => Sealer> {
    const sealers = await this.keys.ofMany(references.map(keyName), tx);
    return (reference) => sealers.get(keyName(reference)) ?? this.keys.sealer;
  }

  /** Stores the template as its subject's and retires the previous one. */
  async replace(tx: EntityManager, template: SealedTemplate): Promise<void> {
    const { id, gallery, subject, model, modelVersion, sealed } = template;
    await this.retire(tx, { gallery, subject });
    const position = await nextPosition(tx);
    await tx.insert(Template, { id, gallery, subject, model, modelVersion, sealed, position });
    await this.outbox.append(tx, galleryChanged, { gallery, subject, position });
  }

  /** Destroys the subject's template and key, so that no copy of it can be opened. Returns false if there is no template. */
  async remove(tx: EntityManager, reference: SubjectReference): Promise<boolean> {
    await this.keys.destroy(tx, keyName(reference));
    const position = await this.retire(tx, reference);
    if (position === undefined) return false;
    await this.outbox.append(tx, galleryChanged, { ...reference, position });
    return true;
  }

  /** Returns changes after a position in order, including retired templates. */
  changesAfter(position: number, limit: number, tx?: EntityManager): Promise<Template[]> {
    return this.database.entities(
      (manager) =>
        manager.find(Template, {
          where: { position: MoreThan(position) },
          order: { position: 'ASC' },
          take: limit,
        }),
      tx,
    );
  }

  /** Returns the number of active templates of a gallery by model, the present model first. */
  async countByModel(gallery: string): Promise<{ model: string; people: number }[]> {
    const rows = await this.database.query<{ model: string; modelVersion: string; people: number }>(
      `SELECT model, model_version AS "modelVersion", count(*)::int AS people FROM template
        WHERE gallery = $1 AND retired_at IS NULL
        GROUP BY model, model_version ORDER BY (model, model_version) = ($2, $3) DESC, model, model_version`,
      [gallery, descriptorModel.name, descriptorModel.version],
    );
    return rows.map((row) => ({ model: modelOf(row), people: row.people }));
  }

  /** Returns the number of active templates per gallery that are not of the present model. */
  async countOutdated(): Promise<Record<string, number>> {
    const rows = await this.database.query<{ gallery: string; people: number }>(
      `SELECT gallery, count(*)::int AS people FROM template
        WHERE retired_at IS NULL AND (model, model_version) <> ($1, $2) GROUP BY gallery`,
      [descriptorModel.name, descriptorModel.version],
    );
    return Object.fromEntries(rows.map(({ gallery, people }) => [gallery, people]));
  }

  /** Returns the active templates of these people by the present model. */
  active(gallery: string, subjects: readonly string[]): Promise<Template[]> {
    const { name: model, version: modelVersion } = descriptorModel;
    const where = { gallery, subject: In([...subjects]), model, modelVersion, retiredAt: IsNull() };
    return this.database.entities((manager) => manager.findBy(Template, where));
  }

  /** Returns active templates that are not of the present model, oldest first. */
  async outdated(gallery: string, limit: number, offset: number): Promise<Page<OutdatedTemplateView>> {
    const active = { gallery, retiredAt: IsNull() };
    const [templates, count] = await this.database.entities((manager) =>
      manager.findAndCount(Template, {
        where: [
          { ...active, model: Not(descriptorModel.name) },
          { ...active, model: descriptorModel.name, modelVersion: Not(descriptorModel.version) },
        ],
        order: { createdAt: 'ASC', id: 'ASC' },
        take: limit,
        skip: offset,
      }),
    );
    const results = templates.map((template) => ({
      subject: template.subject,
      model: modelOf(template),
      created_at: template.createdAt.toISOString(),
    }));
    return { count, results };
  }

  /** Deletes outcomes older than any retry. */
  @Every(3_600_000, 'delete old enrolment outcomes')
  async deleteOldOutcomes(): Promise<void> {
    await this.database.query("DELETE FROM enrolment WHERE created_at < now() - interval '7 days'");
  }

  /**
   * Deletes rows of templates whose content was destroyed long ago. The newest position stays, since the next one is counted from it and
   * replicas have seen it.
   */
  @Every(3_600_000, 'delete rows of templates retired long ago')
  async deleteLongRetired(): Promise<void> {
    await this.database.query(
      `DELETE FROM template WHERE retired_at < now() - interval '90 days'
          AND position < (SELECT max(position) FROM template)`,
    );
  }

  private async retire(
    tx: EntityManager,
    { gallery, subject }: SubjectReference,
  ): Promise<number | undefined> {
    const active = await tx.findOneBy(Template, { gallery, subject, retiredAt: IsNull() });
    if (!active) return undefined;
    const position = await nextPosition(tx);
    await tx.update(Template, active.id, { sealed: null, retiredAt: new Date(), position });
    return position;
  }
}

/* A list, because names may contain any separator. */
const keyName = ({ gallery, subject }: SubjectReference): string => JSON.stringify([gallery, subject]);

/** Returns the next position. Callers must hold the lock. */
async function nextPosition(tx: EntityManager): Promise<number> {
  const [row] = await tx.query<[{ next: number }]>(
    'SELECT coalesce(max(position), 0) + 1 AS next FROM template',
  );
  return row.next;
}
