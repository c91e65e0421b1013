import { authenticated, contract, errorReply, op, StreamPiece, StreamPosition } from '../contract/index.js';
import {
  boolean,
  Field,
  integer,
  list,
  listOf,
  nameText,
  number,
  object,
  soughtText,
  text,
} from '../fields/index.js';
import { sha256 } from './sha256.js';
import { MEBIBYTE } from '../sizes.js';

export const displays = ['ecam', 'efis', 'pfd'] as const;
/** A cockpit display whose surface the eye tracker knows. */
export type Display = (typeof displays)[number];

const name = () => nameText({ maxLength: 50 });
const sought = () => soughtText({ allowBlank: true, maxLength: 50 });

/** A fixation as a mapper of an eye tracker exports it, one row of its `fixations.csv`. */
export class FixationDraft {
  @Field(name(), { description: 'Section of the flight', example: 'approach-1' }) section_id!: string;
  @Field(name(), { description: 'Recording of the eye tracker', example: 'rec-2026-03-15-left' })
  recording_id!: string;
  @Field(name(), {
    description:
      'Number of the fixation in its recording. Repeated rows are stored again, as in the original',
    example: '17',
  })
  fixation_id!: string;
  @Field(number(), { description: 'In the unit of the export', example: 12.5 }) start_timestamp!: number;
  @Field(number(), { description: 'In the unit of the export', example: 12.8 }) end_timestamp!: number;
  @Field(number(), { description: 'In the unit of the export', example: 0.3 }) duration!: number;
  @Field(boolean(), { description: 'Whether the fixation lies on this display' })
  fixation_detected_on_surface!: boolean;
  @Field(number(), {
    nullable: true,
    description:
      'Across the display, 0 at its left edge and 1 at its right; may be null where the fixation lies elsewhere',
    example: 0.41,
  })
  fixation_x!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Along the height of the display, 0 to 1; null as `fixation_x`',
    example: 0.62,
  })
  fixation_y!: number | null;
}

class StoredFixation extends FixationDraft {
  @Field(integer()) id!: number;
  @Field(text(), { description: 'Owner: USR or ADM with the id of the account', example: 'USR7' })
  owner_id!: string;
  @Field(integer(), { description: 'Id of the owner', example: 7 }) user!: number;
}

/* The names of the original's document. */
export class Ecam extends StoredFixation {}
export class Efis extends StoredFixation {}
export class Pfd extends StoredFixation {}
export type FixationView = StoredFixation;

export class FixationQuery {
  @Field(sought(), { optional: true, description: 'Only this section', example: 'approach-1' })
  section_id?: string;
  @Field(sought(), { optional: true, description: 'Only this recording', example: 'rec-2026-03-15-left' })
  recording_id?: string;
  @Field(sought(), { optional: true, description: 'Only this fixation', example: '17' }) fixation_id?: string;
  @Field(number(), { optional: true, description: 'Only what starts at or after', example: 12 })
  start_from?: number;
  @Field(number(), { optional: true, description: 'Only what starts before', example: 90 }) start_to?: number;
  @Field(integer({ min: 0 }), {
    optional: true,
    description: 'Only rows after this one: the last id of the page before',
    example: 1000,
  })
  after?: number;
  @Field(integer({ min: 1, max: 100_000 }), {
    optional: true,
    description: 'Maximum number of rows; default: all',
    example: 1000,
  })
  limit?: number;
}

export class UploadQuery {
  @Field(sha256(), {
    optional: true,
    description:
      'SHA-256 of the file from which the rows come, in hexadecimal. Sent again with it, they are answered and not stored twice',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  file_sha256?: string;
}

const MAX_ROWS = 20_000;

/** The operations of one display. They differ only in its name, as in the original. */
function displayContract<D extends Display, V extends FixationView>(display: D, View: new () => V) {
  class Created {
    @Field(text(), { example: 'Created successfully' }) message!: string;
    @Field(list(object(View)), { description: 'The stored rows in the order in which they were sent' })
    data!: V[];
  }
  const title = `${View.name}Created`;
  Object.defineProperty(Created, 'name', { value: title });
  const path = `/api/data/${display}/`;
  const shown = display.toUpperCase();
  return contract(
    `telemetry.${display}`,
    { family: 'eyetracker', tag: shown },
    {
      list: op({
        http: {
          method: 'GET',
          path,
          stream: { mediaTypes: ['application/json'], item: View },
        },
        query: FixationQuery,
        body: StreamPosition,
        reply: StreamPiece,
        access: authenticated(),
        errors: { NO_DATA: errorReply(404, 'No data found for this user') },
        summary: `Your fixations on the ${shown}`,
        description:
          'One array, however long, in the order in which the rows were stored; `limit` and `after` page through it. Filters are exact and ' +
          'blank ones are none. Where nothing is found the answer is 404, as in the original, unless the installation answers an empty array.',
      }),
      create: op({
        http: { method: 'POST', path, status: 201, bodyLimitBytes: 8 * MEBIBYTE },
        undeclared: 'ignored',
        query: UploadQuery,
        body: listOf(FixationDraft, { maxItems: MAX_ROWS, orOne: true }),
        reply: Created,
        access: authenticated(),
        errors: {
          TOO_MANY_RECORDINGS: errorReply(
            400,
            'One upload holds rows of at most 100 recordings; send the others in further ones.',
          ),
          UPLOAD_DIFFERS: errorReply(
            409,
            'A file of this checksum was uploaded with another number of rows. Send the whole file, or leave file_sha256 out.',
          ),
        },
        summary: `Store fixations on the ${shown}`,
        description: `An array of at most ${MAX_ROWS} rows, or one row. Either all are stored or none; the errors stand at the places of the rows.`,
      }),
    },
  );
}

export const ecamContract = displayContract('ecam', Ecam);
export const efisContract = displayContract('efis', Efis);
export const pfdContract = displayContract('pfd', Pfd);
