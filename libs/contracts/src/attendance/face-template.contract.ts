import { contract, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { Field, integer, list, object, text } from '../fields/index.js';
import { TemplateCount } from '../vision/gallery.contract.js';

export class FaceTemplateSummary {
  @Field(list(object(TemplateCount)), { description: 'The present model first' }) models!: TemplateCount[];
  @Field(integer(), { description: 'People whose template another model than the present one made' })
  must_enrol_again!: number;
}

/** A person who must enrol again. */
export class OutdatedPersonView {
  @Field(integer()) id!: number;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { example: 'Jane Doe' }) name!: string;
  @Field(text(), { description: 'Descriptor model that made the template', example: 'sface@2021dec-int8bq' })
  model!: string;
  @Field(text({ format: 'date-time' })) enrolled_at!: string;
}

/** Which descriptor models made the face templates, and who must enrol again. */
export const faceTemplateContract = contract(
  'attendance.face-template',
  { family: 'attendance', tag: 'Face templates' },
  {
    summary: op({
      http: { method: 'GET', path: '/api/v1/face/templates/' },
      reply: FaceTemplateSummary,
      access: roles('admin'),
      summary: 'People by the descriptor model of their face template',
    }),
    outdated: op({
      http: { method: 'GET', path: '/api/v1/face/templates/outdated/' },
      query: PageQuery,
      reply: pageOf(OutdatedPersonView),
      access: roles('admin'),
      summary: 'People who must enrol again, longest enrolled first',
    }),
  },
);
