import { contract, op, RowParams } from '../contract/index.js';
import { OeeQuery, oeeErrors } from './oee-days.js';
import { viewing } from './rights.js';
import { boolean, Field, integer, list, number, object, text } from '../fields/index.js';

const ratio = { nullable: true } as const;

/** The six big losses after Nakajima, in seconds. With `unknown_s` and `productive_s` they add up to `planned_s`. */
export class SixLosses {
  @Field(number(), {
    description: 'Stops explained as breakdowns, and unexplained stops of `minor_stop_s` or longer',
  })
  breakdown_s!: number;
  @Field(number(), { description: 'Stops explained as setup or adjustment' }) setup_s!: number;
  @Field(number(), { description: 'Idling and minor stops' }) minor_stops_s!: number;
  @Field(number(), {
    nullable: true,
    description:
      'Running time minus the ideal time of all pieces. Negative if it ran faster or pieces were made in unknown time',
  })
  reduced_speed_s!: number | null;
  @Field(number(), { nullable: true, description: 'Ideal time of pieces rejected during start-up' })
  startup_rejects_s!: number | null;
  @Field(number(), { nullable: true, description: 'Ideal time of other rejected pieces' })
  production_rejects_s!: number | null;
}

/** Figures of OEE. A figure is null if its denominator is 0 or if it needs counts and there are none. */
export class OeeFigures {
  @Field(number(), { description: 'Planned time: shifts without breaks, up to now' }) planned_s!: number;
  @Field(number(), { description: 'Time measured as running' }) run_s!: number;
  @Field(number(), { description: 'Time neither measured nor explained; it counts as not available' })
  unknown_s!: number;
  @Field(number(), { description: 'Measured stops that nobody explained' }) unexplained_s!: number;
  @Field(number(), { nullable: true, description: 'Ideal time of the good pieces' }) productive_s!:
    number | null;
  @Field(object(SixLosses)) losses!: SixLosses;
  @Field(number(), { nullable: true, description: 'Pieces' }) total!: number | null;
  @Field(number(), { nullable: true }) good!: number | null;
  @Field(number(), { description: 'Planned time that the counts cover' }) counted_s!: number;
  @Field(number(), {
    ...ratio,
    description: 'A: (planned time minus breakdowns, setup and unknown time) / planned time',
  })
  availability!: number | null;
  @Field(number(), { ...ratio, description: 'A if all unknown time had been available' })
  availability_at_most!: number | null;
  @Field(number(), { ...ratio, description: 'P: ideal time of all pieces / available time' })
  performance!: number | null;
  @Field(number(), { ...ratio, description: 'P if all unknown time had been available' })
  performance_at_least!: number | null;
  @Field(number(), { ...ratio, description: 'Q: good pieces / all pieces, weighted by their ideal cycles' })
  quality!: number | null;
  @Field(number(), {
    ...ratio,
    description:
      'A x P x Q, which equals ideal time of the good pieces / planned time; unknown time does not affect it',
  })
  oee!: number | null;
}

export class ShiftOee extends OeeFigures {
  @Field(text()) shift!: string;
  @Field(text({ format: 'date' }), { description: 'Local date on which the shift started' }) date!: string;
  @Field(text({ format: 'date-time' })) starts!: string;
  @Field(text({ format: 'date-time' })) ends!: string;
  @Field(boolean(), { description: 'Whether the shift has ended; if not, all figures are up to now' })
  is_over!: boolean;
  @Field(integer(), { description: 'Id of the production plan' }) plan!: number;
  @Field(integer(), {
    description:
      'Number of counts that cross the start or end of the shift; they count by their share of time',
  })
  apportioned!: number;
}

export class OutsideProduction {
  @Field(number()) total!: number;
  @Field(number()) good!: number;
}

export class OeeView {
  @Field(integer()) equipment!: number;
  @Field(text({ format: 'date' })) from!: string;
  @Field(text({ format: 'date' })) to!: string;
  @Field(list(object(ShiftOee)), { description: 'Shifts that have begun' }) shifts!: ShiftOee[];
  @Field(object(OeeFigures), {
    description:
      'Figures of all shifts together, including the current one once it has counts. Figures that need counts are null if a shift ' +
      'that has ended has none',
  })
  total!: OeeFigures;
  @Field(integer(), {
    description: 'Number of ended shifts without counts; post a count of 0 if nothing was made',
  })
  shifts_without_counts!: number;
  @Field(object(OutsideProduction), {
    description: 'Pieces counted on these days outside of shifts; no figure includes them',
  })
  outside!: OutsideProduction;
}

export const oeeContract = contract(
  'equipment.oee',
  { family: 'techtrack', tag: 'OEE' },
  {
    get: op({
      http: { method: 'GET', path: '/api/equipment/{id}/oee/' },
      params: RowParams,
      query: OeeQuery,
      reply: OeeView,
      access: viewing(),
      limit: 'reports',
      errors: oeeErrors,
      summary: 'Read the OEE of each shift and of all together, with the six big losses',
      description:
        'OEE is overall equipment effectiveness (ISO 22400-2). Planned time comes from the production plan, and pieces from the ' +
        'production counts. Equipment runs while its measured speed is above the threshold of the plan. Time without readings ' +
        'and explanations is reported as unknown and never counts as running.',
    }),
  },
);
