import { authenticated, contract, errorReply, op } from '../contract/index.js';
import { boolean, choice, Field, integer, list, number, object, soughtText, text } from '../fields/index.js';
import { displays } from './fixation.contract.js';

export const timeUnits = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof timeUnits)[number];

export class ScanQuery {
  @Field(soughtText({ maxLength: 36 }), {
    description: 'Id of the recording: your own, or of a flight that you may read',
    example: '0190a3b2-6c1e-4d44-8f00-5ffdce74fad3',
  })
  recording!: string;
  @Field(choice(...timeUnits), {
    description: 'What the timestamps of its rows count. The rows do not say it, so you do',
    example: 's',
  })
  time_unit!: TimeUnit;
  @Field(number(), {
    optional: true,
    description: 'Only fixations that start at or after this timestamp',
    example: 12,
  })
  start_from?: number;
  @Field(number(), {
    optional: true,
    description: 'Only fixations that start before this timestamp',
    example: 90,
  })
  start_to?: number;
}

const seconds = (description: string, example: number) =>
  [
    number(),
    { nullable: true, description: `${description}; null without a dwell`, example } as const,
  ] as const;

export class ScannedArea {
  @Field(text(), { description: 'Display', example: 'pfd' }) area!: string;
  @Field(integer(), { example: 212, description: 'Fixations on it' }) fixations!: number;
  @Field(integer(), { example: 74, description: 'Visits: runs of consecutive fixations on it' })
  dwells!: number;
  @Field(...seconds('Mean visit in seconds, first start to last end', 1.42)) dwell_mean_s!: number | null;
  @Field(number(), { description: 'Share of all fixation time', example: 0.58 }) share!: number;
  @Field(...seconds('Mean glance in seconds: the visit and the way to it (ISO 15007-1)', 1.51))
  glance_mean_s!: number | null;
  @Field(...seconds('Seconds from the first fixation of all to the first on it', 0.8)) first_fixation_s!:
    number | null;
  @Field(integer(), { description: 'Visits after the first', example: 73 }) revisits!: number;
}

export class ScanTransitions {
  @Field(list(list(integer())), {
    description:
      'How often gaze went from the area of the row to that of the column, in the order of `areas`',
    example: [
      [0, 3, 9],
      [2, 0, 7],
      [10, 6, 0],
    ],
  })
  counts!: number[][];
  @Field(list(list(number())), {
    description: 'The same as shares of each row; a row of zeros where gaze never left',
    example: [
      [0, 0.25, 0.75],
      [0.22, 0, 0.78],
      [0.63, 0.37, 0],
    ],
  })
  shares!: number[][];
  @Field(list(number()), {
    nullable: true,
    description: 'Left eigenvector of the shares; null where there is no single one',
    example: [0.35, 0.21, 0.44],
  })
  stationary_eigenvector!: number[] | null;
}

export class ScanEntropyView {
  @Field(number(), { description: 'Bits of the shares of visits', example: 1.53 }) stationary_bits!: number;
  @Field(number(), { description: 'The same over log2 of the number of areas', example: 0.96 })
  stationary_normalised!: number;
  @Field(number(), { description: 'Bits of the next area, given the present one', example: 0.81 })
  transition_bits!: number;
  @Field(number(), {
    description:
      'The same over log2 of the number of areas less one, as a visit never follows one of its own area',
    example: 0.81,
  })
  transition_normalised!: number;
  @Field(number(), { description: 'Corrected for few visits (Miller and Madow 1955)', example: 1.55 })
  stationary_corrected_bits!: number;
  @Field(number(), { description: 'Corrected in the same way', example: 0.84 })
  transition_corrected_bits!: number;
  @Field(boolean(), {
    description: 'Fewer than 5 k² transitions between k areas: compare these figures with nothing',
    example: false,
  })
  is_small_sample!: boolean;
}

export class ScanReport {
  @Field(text({ format: 'uuid' }), { description: 'Id of the recording' }) recording!: string;
  @Field(integer(), { description: 'Fixations that are counted', example: 380 }) fixations!: number;
  @Field(integer(), { description: 'Fixations that lie on several displays at once; left out', example: 2 })
  ambiguous!: number;
  @Field(integer(), { description: 'Rows that end before they start; left out', example: 0 })
  reversed!: number;
  @Field(list(object(ScannedArea)), { description: `The displays: ${displays.join(', ')}` })
  areas!: ScannedArea[];
  @Field(object(ScanTransitions), { description: 'From visit to visit' }) transitions!: ScanTransitions;
  @Field(object(ScanEntropyView), { description: 'Of the order of visits' }) entropy!: ScanEntropyView;
  @Field(text(), {
    description: 'Name and version of the computation: equal versions and inputs give equal figures',
    example: 'dwell-scan/1',
  })
  method!: string;
  @Field(text(), {
    description: 'SHA-256 of what was computed from: area, start and end of each fixation',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  input_sha256!: string;
}

/** How somebody's gaze went round the displays. */
export const scanContract = contract(
  'telemetry.scan',
  { family: 'eyetracker', tag: 'Analysis' },
  {
    scan: op({
      http: { method: 'GET', path: '/api/analysis/scan/' },
      query: ScanQuery,
      reply: ScanReport,
      access: authenticated(),
      limit: 'reports',
      errors: {
        RECORDING_NOT_FOUND: errorReply(404, 'Recording not found'),
        TOO_MANY_FIXATIONS: errorReply(
          409,
          'More than 200,000 fixations; look at a part of the recording (start_from, start_to).',
        ),
      },
      summary: 'Dwells, glances, transitions and entropies over the displays',
      description:
        'Each display is an area of interest. A dwell is a run of consecutive fixations on one, in the order of their start. The shares of visits are ' +
        'the stationary distribution; the eigenvector stands beside it. Rows that lie on no display are ignored.',
    }),
  },
);
