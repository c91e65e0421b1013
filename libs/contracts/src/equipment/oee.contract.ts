import { contract, op, RowParams } from '../contract/index.js';
import { OeeQuery, oeeErrors } from './oee-days.js';
import { viewing } from './rights.js';
import { boolean, Field, integer, list, number, object, text } from '../fields/index.js';

const ratio = { nullable: true } as const;

/** The six big losses after Nakajima, in seconds; with `unknown_s` and `productive_s` they make up `planned_s`. */
export class SixLosses {
  @Field(number(), {
    description: 'Stops explained so, and those of `minor_stop_s` or longer that nobody explained',
  })
  breakdown_s!: number;
  @Field(number(), { description: 'Setup and adjustment: stops explained so' }) setup_s!: number;
  @Field(number(), { description: 'Idling and minor stops' }) minor_stops_s!: number;
  @Field(number(), {
    nullable: true,
    description:
      'Running time less what the pieces take at the ideal cycle; below 0 where it was faster or pieces come from unknown time',
  })
  reduced_speed_s!: number | null;
  @Field(number(), { nullable: true, description: 'Ideal time of pieces rejected from starting up' })
  startup_rejects_s!: number | null;
  @Field(number(), { nullable: true, description: 'Ideal time of other rejected pieces' })
  production_rejects_s!: number | null;
}

/** Null is what cannot be said: a ratio to nothing, or what needs counts where none are posted. */
export class OeeFigures {
  @Field(number(), { description: 'Shifts without breaks, up to now' }) planned_s!: number;
  @Field(number(), { description: 'Measured as running' }) run_s!: number;
  @Field(number(), { description: 'Not measured and not explained; it counts as not available' })
  unknown_s!: number;
  @Field(number(), { description: 'Stopped for no reason that anybody has told' }) unexplained_s!: number;
  @Field(number(), { nullable: true, description: 'Good pieces at the ideal cycle' }) productive_s!:
    number | null;
  @Field(object(SixLosses)) losses!: SixLosses;
  @Field(number(), { nullable: true, description: 'Pieces' }) total!: number | null;
  @Field(number(), { nullable: true }) good!: number | null;
  @Field(number(), { description: 'Planned time that the counts cover' }) counted_s!: number;
  @Field(number(), {
    ...ratio,
    description: 'A: planned time less breakdowns, setup and unknown time, of planned time',
  })
  availability!: number | null;
  @Field(number(), { ...ratio, description: 'A, had it been available for all of the unknown time' })
  availability_at_most!: number | null;
  @Field(number(), { ...ratio, description: 'P: all pieces at the ideal cycle, of available time' })
  performance!: number | null;
  @Field(number(), { ...ratio, description: 'Q: good pieces of all (weighted by their ideal cycles)' })
  quality!: number | null;
  @Field(number(), {
    ...ratio,
    description:
      'A x P x Q, which is good pieces at the ideal cycle of planned time: unknown time has no say in it',
  })
  oee!: number | null;
}

export class ShiftOee extends OeeFigures {
  @Field(text()) shift!: string;
  @Field(text({ format: 'date' }), { description: 'Local date on which it started' }) date!: string;
  @Field(text({ format: 'date-time' })) starts!: string;
  @Field(text({ format: 'date-time' })) ends!: string;
  @Field(boolean(), { description: 'Whether it has ended; otherwise everything is up to now' })
  is_over!: boolean;
  @Field(integer(), { description: 'The production plan that it belongs to' }) plan!: number;
  @Field(integer(), { description: 'Counts that reach over an end of the shift: their share by time counts' })
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
      'Of all shifts together, the one at hand as soon as it has counts; what needs counts is null while a shift that is over has none',
  })
  total!: OeeFigures;
  @Field(integer(), { description: 'Shifts that are over; post 0 where nothing was made' })
  shifts_without_counts!: number;
  @Field(object(OutsideProduction), {
    description: 'Pieces counted on these days outside of any shift: in no figure',
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
      summary: 'Overall equipment effectiveness of each shift and of all together, with the six big losses',
      description:
        'Planned time comes from the production plan, running time from the speed that was measured against the plan’s threshold, ' +
        'pieces from the production counts. Time of which nothing is known is shown as such and never taken for running.',
    }),
  },
);
