import { contract, internal, op, pageOf, PageQuery } from '../contract/index.js';
import { choice, Field, integer, list, number, object, text } from '../fields/index.js';

export const templateUses = ['current', 'recognised', 'ignored'] as const;
export type TemplateUse = (typeof templateUses)[number];

export class TemplateCount {
  @Field(text(), {
    description: 'Name and version of the descriptor model that made the templates',
    example: 'sface@2021dec-int8bq',
  })
  model!: string;
  @Field(integer(), { description: 'People with a template of this model' }) people!: number;
  @Field(choice(...templateUses), {
    description:
      'current: of the present model. recognised: of a former model, compared by it only. ignored: not compared',
  })
  use!: TemplateUse;
}

export class TemplateCounts {
  @Field(list(object(TemplateCount))) models!: TemplateCount[];
}

/** A person who must enrol again, because another model than the present one made the template. */
export class OutdatedTemplateView {
  @Field(text()) subject!: string;
  @Field(text()) model!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class GalleryReference {
  @Field(text({ maxLength: 64 })) gallery!: string;
}

export class GalleryPage extends PageQuery {
  @Field(text({ maxLength: 64 })) gallery!: string;
}

export class GalleryRebuilt {
  @Field(integer(), { description: 'People whose faces are compared now' }) people!: number;
  @Field(number(), { description: 'Seconds that it took', example: 1.2 }) seconds!: number;
}

/** Which models made the templates of a gallery. Their content never leaves the vision service. */
export const galleryContract = contract(
  'vision.gallery',
  { family: 'attendance', tag: 'Internal' },
  {
    templates: op({
      body: GalleryReference,
      reply: TemplateCounts,
      access: internal(),
      summary: 'People of a gallery by the descriptor model of their template',
    }),
    outdated: op({
      body: GalleryPage,
      reply: pageOf(OutdatedTemplateView),
      access: internal(),
      summary: 'People of a gallery who must enrol again, longest enrolled first',
    }),
    rebuild: op({
      reply: GalleryRebuilt,
      access: internal(),
      timeoutMs: 600_000,
      summary: 'Read all templates anew, here at once and on the other replicas soon',
    }),
  },
);
