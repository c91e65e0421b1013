import { choice, Field, number } from '../fields/index.js';

export const errorRateKinds = ['FMR', 'FNMR', 'FPIR', 'FNIR'] as const;
export const rateReaches = ['measured', 'below', 'above', 'extrapolated'] as const;

const interval =
  'end of the 95 % interval, over the people of the curve that decides (docs/recognition.md says who they are)';

/** A measured error rate with its 95 % interval. */
export class ErrorRate {
  @Field(choice(...errorRateKinds), {
    description:
      'False match and false non-match rate of a comparison with one person (1:1); false positive and false negative ' +
      'identification rate of a search in this gallery (1:N)',
  })
  kind!: (typeof errorRateKinds)[number];
  @Field(number({ min: 0, max: 1 })) rate!: number;
  @Field(number({ min: 0, max: 1 }), { description: `Lower ${interval}`, example: 0.0004 }) low!: number;
  @Field(number({ min: 0, max: 1 }), { description: `Upper ${interval}`, example: 0.0018 }) high!: number;
  @Field(choice(...rateReaches), {
    description:
      'How far the rate rests on measurement: measured; below or above the rate, where the measured curve ends; or ' +
      'extrapolated to a gallery larger than any measured',
  })
  reach!: (typeof rateReaches)[number];
}
