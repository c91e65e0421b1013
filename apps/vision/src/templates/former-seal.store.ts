import { DataKeys } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { sealDescriptors } from './template-codec.js';
import { Template } from './template.entity.js';
import { TemplateStore } from './template.store.js';

const BATCH = 200;

/** Templates that were sealed before people had keys of their own. */
@Injectable()
export class FormerSealStore {
  private readonly logger = new Logger(FormerSealStore.name);

  constructor(
    private readonly templates: TemplateStore,
    private readonly keys: DataKeys,
  ) {}

  /** Seals them again, each with the key of its person. */
  @Every(3_600_000, 'seal former templates with the keys of their people')
  async sealAgain(): Promise<void> {
    let total = 0;
    for (let done = BATCH; done === BATCH; total += done) done = await this.sealBatchAgain();
    if (total > 0) this.logger.log(`${total} templates have a key of their person now`);
  }

  private sealBatchAgain(): Promise<number> {
    return this.templates.change(async (tx) => {
      const former = await tx
        .createQueryBuilder(Template, 'template')
        .where('template.sealed IS NOT NULL AND substring(template.sealed FROM 2 FOR 4) = :keyId', {
          keyId: Buffer.from(this.keys.sealer.keyId),
        })
        .orderBy('template.position')
        .take(BATCH)
        .getMany();
      for (const template of former) {
        const descriptors = await this.templates.open(tx, { ...template, sealed: template.sealed! });
        const sealer = await this.templates.sealerOf(tx, template);
        await tx.update(Template, template.id, {
          sealed: Buffer.from(sealDescriptors(sealer, template, descriptors)),
        });
        for (const descriptor of descriptors) descriptor.fill(0);
      }
      return former.length;
    });
  }
}
