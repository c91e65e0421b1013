import type { Sealer } from '@argus/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { descriptorModelId, formerModelId, modelOf } from '../descriptor/descriptor-model.js';
import { openDescriptors } from '../templates/template-codec.js';
import type { Template } from '../templates/template.entity.js';
import { TemplateStore } from '../templates/template.store.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { comparedRows } from './compared-rows.js';
import { Gallery } from './gallery.js';

const PAGE_SIZE = 500;
/** A start with many people tells how far it is this often. */
const PROGRESS_EVERY_MS = 5_000;

type ByModel = ReadonlyMap<string, Map<string, Gallery>>;

/**
 * All galleries in memory, kept in step with Postgres. Templates are unsealed only here. Each descriptor model has galleries of its
 * own, so that nothing is compared across models.
 */
@Injectable()
export class Galleries {
  private readonly logger = new Logger(Galleries.name);
  /** Galleries by name, of each model whose templates are compared. */
  private byModel: ByModel;
  private readonly models: readonly string[];
  /** Templates read that are not of the present model, by theirs, since they were last told. */
  private readonly untold = new Map<string, number>();
  /** Position of the newest change in memory. */
  private position = 0;
  private catchingUp: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: TemplateStore,
    @Inject(visionSettings.token) settings: VisionSettings,
  ) {
    this.models =
      settings.VISION_FORMER_TEMPLATES === 'recognise'
        ? [descriptorModelId, formerModelId]
        : [descriptorModelId];
    this.byModel = this.empty();
  }

  /** Returns the gallery of that name, an empty one if nobody is enrolled by this model. */
  of(name: string, model = descriptorModelId): Gallery {
    return this.byModel.get(model)?.get(name) ?? new Gallery();
  }

  /** Returns the descriptors of each person's photographs by the present model. The caller overwrites them after use. */
  async photographsOf(name: string, subjects: readonly string[]): Promise<Map<string, Float32Array[]>> {
    const described = new Map<string, Float32Array[]>();
    for (let start = 0; start < subjects.length; start += PAGE_SIZE) {
      const templates = await this.store.active(name, subjects.slice(start, start + PAGE_SIZE));
      const sealerOf = await this.store.sealersOf(templates);
      for (const template of templates)
        described.set(template.subject, this.open(template, sealerOf(template)) ?? []);
    }
    return described;
  }

  /** Whether templates of this model are compared. */
  compares(model: string): boolean {
    return this.byModel.has(model);
  }

  /** Returns the number of people per gallery, by whatever model. */
  sizes(): Record<string, number> {
    const sizes: Record<string, number> = {};
    for (const [name, { size }] of [...this.byModel.values()].flatMap((galleries) => [...galleries]))
      if (size > 0) sizes[name] = (sizes[name] ?? 0) + size;
    return sizes;
  }

  /**
   * Applies every change committed since the last call. Calls run one after the other.
   * @param tx the caller's transaction, if it holds the lock and must not wait for another connection.
   */
  catchUp(tx?: EntityManager): Promise<void> {
    const caughtUp = this.catchingUp.then(() => this.readChanges(tx));
    this.catchingUp = caughtUp.catch(() => undefined);
    return caughtUp;
  }

  /** Reads all templates anew. Until they are read, faces are compared with those of before. Returns the number of people. */
  async rebuild(): Promise<number> {
    const rebuilt = this.catchingUp.then(async () => {
      const former = { byModel: this.byModel, position: this.position };
      const fresh = this.empty();
      this.position = 0;
      try {
        await this.readChanges(undefined, fresh);
        this.byModel = fresh;
      } catch (error) {
        this.position = former.position;
        throw error;
      }
    });
    this.catchingUp = rebuilt.catch(() => undefined);
    await rebuilt;
    return Object.values(this.sizes()).reduce((sum, size) => sum + size, 0);
  }

  private empty(): ByModel {
    return new Map(this.models.map((model) => [model, new Map<string, Gallery>()]));
  }

  private async readChanges(tx?: EntityManager, into = this.byModel): Promise<void> {
    const startedAt = performance.now();
    let read = 0;
    let nextProgressAt = startedAt + PROGRESS_EVERY_MS;
    for (;;) {
      const changes = await this.store.changesAfter(this.position, PAGE_SIZE, tx);
      const sealerOf = await this.store.sealersOf(changes, tx);
      for (const template of changes) {
        this.applyChange(template, sealerOf(template), into);
        this.position = template.position;
      }
      read += changes.length;
      const now = performance.now();
      if (changes.length < PAGE_SIZE) {
        if (read >= PAGE_SIZE)
          this.logger.log(`${read} templates were read in ${((now - startedAt) / 1000).toFixed(1)} s`);
        this.tellFormer();
        return;
      }
      if (now < nextProgressAt) continue;
      this.logger.log(`${read} templates are read so far`);
      nextProgressAt = now + PROGRESS_EVERY_MS;
    }
  }

  private applyChange(template: Template, sealer: Sealer, into: ByModel): void {
    const model = modelOf(template);
    const active = template.sealed !== null;
    if (active && model !== descriptorModelId) this.untold.set(model, (this.untold.get(model) ?? 0) + 1);
    const galleries = into.get(model);
    if (!galleries) return;
    const gallery = galleries.get(template.gallery) ?? new Gallery();
    galleries.set(template.gallery, gallery);
    const descriptors = this.open(template, sealer);
    if (descriptors) gallery.replace(template.subject, comparedRows(model, descriptors), descriptors.length);
    else gallery.remove(template.subject);
  }

  private tellFormer(): void {
    for (const [model, count] of this.untold)
      this.logger.warn(
        `${count} templates were made by ${model} and are ${this.compares(model) ? 'compared by it' : 'not compared'}: ` +
          'these people must enrol again',
      );
    this.untold.clear();
  }

  /** Returns undefined for templates that are retired or tampered with. */
  private open(template: Template, sealer: Sealer): Float32Array[] | undefined {
    if (template.sealed === null) return undefined;
    try {
      return openDescriptors(sealer, template, template.sealed);
    } catch (error) {
      this.logger.error(
        `Template ${template.id} cannot be opened and is not compared. ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }
}
