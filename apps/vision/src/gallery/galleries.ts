import { Sealer } from '@argus/persistence';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { descriptorModel } from '../descriptor/descriptor-model.js';
import { openDescriptors } from '../templates/template-codec.js';
import type { Template } from '../templates/template.entity.js';
import { TemplateStore } from '../templates/template.store.js';
import { Gallery } from './gallery.js';

const PAGE = 500;

/** All galleries in this process's memory, kept equal to the record. The only place where templates are plain. */
@Injectable()
export class Galleries {
  private readonly logger = new Logger(Galleries.name);
  private readonly byName = new Map<string, Gallery>();
  /** Of the newest change that is in memory. */
  private position = 0;
  private catchingUp: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: TemplateStore,
    private readonly sealer: Sealer,
  ) {}

  /** The gallery of that name; an empty one when nobody is in it. */
  of(name: string): Gallery {
    return this.byName.get(name) ?? new Gallery();
  }

  /** People per gallery. */
  sizes(): Record<string, number> {
    return Object.fromEntries(
      [...this.byName].filter(([, { size }]) => size > 0).map(([name, { size }]) => [name, size]),
    );
  }

  /**
   * Takes in every change that was committed since the last time; one call at a time.
   * @param tx the transaction to read in, when the caller holds the lock and must not wait for a connection.
   */
  catchUp(tx?: EntityManager): Promise<void> {
    const turn = this.catchingUp.then(() => this.readChanges(tx));
    this.catchingUp = turn.catch(() => undefined);
    return turn;
  }

  private async readChanges(tx?: EntityManager): Promise<void> {
    for (;;) {
      const changes = await this.store.changesAfter(this.position, PAGE, tx);
      for (const template of changes) {
        this.take(template);
        this.position = template.position;
      }
      if (changes.length < PAGE) return;
    }
  }

  private take(template: Template): void {
    const gallery = this.byName.get(template.gallery) ?? new Gallery();
    this.byName.set(template.gallery, gallery);
    const descriptors = this.open(template);
    if (descriptors) gallery.replace(template.subject, descriptors);
    else gallery.remove(template.subject);
  }

  /** Undefined for templates that are retired, of another model, or not what was sealed. */
  private open(template: Template): Float32Array[] | undefined {
    if (template.sealed === null) return undefined;
    if (template.model !== descriptorModel.name || template.modelVersion !== descriptorModel.version) {
      this.logger.warn(
        `Template ${template.id} is of model ${template.model}@${template.modelVersion}: enrol again`,
      );
      return undefined;
    }
    try {
      return openDescriptors(this.sealer, template, template.sealed);
    } catch (error) {
      this.logger.error(
        `Template ${template.id} is refused. ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  }
}
