import { Sealer } from '@argus/persistence';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { descriptorModel } from '../descriptor/descriptor-model.js';
import { openDescriptors } from '../templates/template-codec.js';
import type { Template } from '../templates/template.entity.js';
import { TemplateStore } from '../templates/template.store.js';
import { Gallery } from './gallery.js';

const PAGE_SIZE = 500;
/** A start with many people tells how far it is this often. */
const PROGRESS_EVERY_MS = 5_000;

/** All galleries in memory, kept in step with Postgres. Templates are unsealed only here. */
@Injectable()
export class Galleries {
  private readonly logger = new Logger(Galleries.name);
  private readonly byName = new Map<string, Gallery>();
  /** Position of the newest change in memory. */
  private position = 0;
  private catchingUp: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: TemplateStore,
    private readonly sealer: Sealer,
  ) {}

  /** Returns the gallery of that name, an empty one if nobody is enrolled. */
  of(name: string): Gallery {
    return this.byName.get(name) ?? new Gallery();
  }

  /** Returns the number of people per gallery. */
  sizes(): Record<string, number> {
    return Object.fromEntries(
      [...this.byName].filter(([, { size }]) => size > 0).map(([name, { size }]) => [name, size]),
    );
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

  private async readChanges(tx?: EntityManager): Promise<void> {
    const startedAt = performance.now();
    let read = 0;
    let nextProgressAt = startedAt + PROGRESS_EVERY_MS;
    for (;;) {
      const changes = await this.store.changesAfter(this.position, PAGE_SIZE, tx);
      for (const template of changes) {
        this.applyChange(template);
        this.position = template.position;
      }
      read += changes.length;
      const now = performance.now();
      if (changes.length < PAGE_SIZE) {
        if (read >= PAGE_SIZE)
          this.logger.log(`${read} templates were read in ${((now - startedAt) / 1000).toFixed(1)} s`);
        return;
      }
      if (now < nextProgressAt) continue;
      this.logger.log(`${read} templates are read so far`);
      nextProgressAt = now + PROGRESS_EVERY_MS;
    }
  }

  private applyChange(template: Template): void {
    const gallery = this.byName.get(template.gallery) ?? new Gallery();
    this.byName.set(template.gallery, gallery);
    const descriptors = this.open(template);
    if (descriptors) gallery.replace(template.subject, descriptors);
    else gallery.remove(template.subject);
  }

  /** Returns undefined for templates that are retired, of another model, or tampered with. */
  private open(template: Template): Float32Array[] | undefined {
    if (template.sealed === null) return undefined;
    if (template.model !== descriptorModel.name || template.modelVersion !== descriptorModel.version) {
      this.logger.warn(
        `Template ${template.id} was made by ${template.model}@${template.modelVersion} and is not compared: enrol the person again`,
      );
      return undefined;
    }
    try {
      return openDescriptors(this.sealer, template, template.sealed);
    } catch (error) {
      this.logger.error(
        `Template ${template.id} cannot be opened and is not compared. ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }
}
