import { contract, internal, op, pageOf } from '../contract/index.js';
import { boolean, Field, number, text } from '../fields/index.js';
import { GalleryPage } from './gallery.contract.js';

/** Two people who look alike and were decided to be two. */
export class TwinsView {
  @Field(text()) subject!: string;
  @Field(text()) other!: string;
  @Field(number(), { nullable: true, description: 'Cosine similarity of the two when it was decided' })
  similarity!: number | null;
  @Field(text(), { nullable: true, description: 'Descriptor model behind the similarity' }) model!:
    string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
}

export class TwinsReference {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(text({ maxLength: 64 })) subject!: string;
  @Field(text({ maxLength: 64 })) other!: string;
}

export class TwinsAnswer {
  @Field(boolean(), { description: 'Whether they were twins before the call' }) twins!: boolean;
}

/** Pairs that enrolments do not hold against each other without a further look. */
export const twinsContract = contract(
  'vision.twins',
  { family: 'attendance', tag: 'Internal' },
  {
    list: op({
      body: GalleryPage,
      reply: pageOf(TwinsView),
      access: internal(),
      summary: 'Pairs of people who look alike and were decided to be two, newest first',
    }),
    areTwins: op({
      body: TwinsReference,
      reply: TwinsAnswer,
      access: internal(),
      summary: 'Whether two people were decided to be twins',
    }),
    end: op({
      body: TwinsReference,
      reply: TwinsAnswer,
      access: internal(),
      summary: 'Forget that two people are twins',
    }),
  },
);
