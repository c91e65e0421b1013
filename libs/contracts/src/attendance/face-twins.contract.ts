import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { Field, object, score, soughtText, text } from '../fields/index.js';
import { ConflictPerson } from './conflict.contract.js';

/** Two people who look alike and were decided to be two. */
export class FaceTwinsView {
  @Field(object(ConflictPerson)) person!: ConflictPerson;
  @Field(object(ConflictPerson)) other!: ConflictPerson;
  @Field(score(), { nullable: true, description: 'Cosine similarity of the two when it was decided' })
  similarity!: number | null;
  @Field(text(), {
    nullable: true,
    description: 'Descriptor model behind the similarity',
    example: 'sface@2021dec-int8bq',
  })
  model!: string | null;
  @Field(text({ format: 'date-time' })) decided_at!: string;
}

export class FaceTwinsPath {
  @Field(soughtText({ maxLength: 20 }), { example: 'STU001' }) employee_id!: string;
  @Field(soughtText({ maxLength: 20 }), { example: 'STU002' }) other_employee_id!: string;
}

/** Pairs that the decision "twins" of a conflict case made. */
export const faceTwinsContract = contract(
  'attendance.face-twins',
  { family: 'attendance', tag: 'Face conflicts' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/face/twins/' },
      query: PageQuery,
      reply: pageOf(FaceTwinsView),
      access: roles('admin'),
      summary: 'Pairs of people who were decided to be twins, newest first',
    }),
    end: op({
      http: { method: 'DELETE', path: '/api/v1/face/twins/{employee_id}/{other_employee_id}/', status: 204 },
      params: FaceTwinsPath,
      access: roles('admin'),
      errors: { TWINS_NOT_FOUND: errorReply(404, 'These two are not known as twins.') },
      summary: 'Treat two people like any others again, in either order; their templates stay',
    }),
  },
);
