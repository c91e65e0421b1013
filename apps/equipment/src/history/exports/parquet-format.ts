import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { Instant, metrics, metricUnits, readingQualities } from '@argus/contracts';
import { type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import type { RowGroup, SchemaElement } from 'hyparquet';
import { fromStored } from '../../readings/units.js';
import { columnOfMeasurement, type FileFormat, type FilePiece } from './export-format.js';
import type { ExportRow } from './export.store.js';

const column = (name: string, type: SchemaElement['type'], converted?: SchemaElement['converted_type']) =>
  ({
    name,
    type,
    repetition_type: 'REQUIRED',
    ...(converted && { converted_type: converted }),
  }) as SchemaElement;
const text = (name: string) => column(name, 'BYTE_ARRAY', 'UTF8');
const timestamp = (name: string) => column(name, 'INT64', 'TIMESTAMP_MICROS');

const columns = [
  column('id', 'INT64'),
  column('equipment', 'INT64'),
  text('model'),
  timestamp('measured_at'),
  timestamp('received_at'),
  column('temperature', 'DOUBLE'),
  text('temperature_unit'),
  column('speed', 'DOUBLE'),
  text('speed_unit'),
  column('pressure', 'DOUBLE'),
  text('pressure_unit'),
  text('quality'),
] as const;

function schemaOf(measurements: readonly string[]): SchemaElement[] {
  const further = measurements.map((name): SchemaElement => ({
    name: columnOfMeasurement(name),
    type: 'DOUBLE',
    repetition_type: 'OPTIONAL',
  }));
  const all = [...columns, ...further];
  return [{ name: 'reading', num_children: all.length }, ...all];
}

/** How far the file is, and the compressed metadata of its row groups for the footer. */
interface ParquetState {
  readonly offset: number;
  readonly rowGroups: readonly Uint8Array[];
  readonly rows: bigint;
}

/*
 * A large file has hundreds of row groups, whose metadata travels from piece to piece and is much alike. Compressed with that of
 * the first group as dictionary, 6 kB become 300 bytes.
 */
function pack(groups: readonly Uint8Array[], group: RowGroup): Uint8Array {
  return deflateRawSync(serialize(group), likeFirst(groups));
}

const unpack = (packed: Uint8Array, at: number, groups: readonly Uint8Array[]): RowGroup =>
  deserialize(inflateRawSync(packed, at === 0 ? {} : likeFirst(groups))) as RowGroup;

const likeFirst = ([first]: readonly Uint8Array[]): ZlibOptions =>
  first === undefined ? {} : { dictionary: inflateRawSync(first) };

const ROWS_PER_GROUP = 10_000;

/** Apache Parquet with a row group for each piece; the footer is written with the last. */
export const parquet: FileFormat = {
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  rowsPerPiece: ROWS_PER_GROUP,
  begin: (state, measurements) => new RowGroupPiece(state as ParquetState | undefined, measurements),
};

/* Columns of the previous piece, for reuse: new ones for each would pile up 60 MB outside the heap (ADR 20). */
let spare: Columns | undefined;

class RowGroupPiece implements FilePiece {
  private readonly columns = spare ?? new Columns();

  private readonly further: ReadonlyMap<string, (number | null)[]>;

  constructor(
    private readonly before: ParquetState | undefined,
    private readonly measurements: readonly string[],
  ) {
    this.further = new Map(measurements.map((name) => [name, []]));
    spare = undefined;
  }

  add(row: ExportRow): void {
    this.columns.add(row);
    for (const [name, values] of this.further) values.push(row.measurements?.[name] ?? null);
  }

  end(isLast: boolean): { bytes: Uint8Array; state: ParquetState } {
    const { offset, rowGroups = [], rows = 0n } = this.before ?? {};
    const writer = new ByteWriter();
    const file = new ParquetWriter({ writer, schema: schemaOf(this.measurements), createdBy: 'argus' });
    if (offset !== undefined) {
      writer.index = 0;
      writer.offset = offset;
      file.num_rows = rows;
    }
    const { length } = this.columns;
    if (length > 0) void file.write({ columnData: this.sources(), rowGroupSize: length });
    const groups = [...rowGroups, ...file.row_groups.map((group) => pack(rowGroups, group))];
    if (isLast) {
      file.row_groups = groups.map(unpack);
      void file.finish();
    }
    this.columns.clear();
    spare = this.columns;
    return {
      bytes: writer.getBytes(),
      state: { offset: writer.offset, rowGroups: groups, rows: file.num_rows },
    };
  }

  private sources(): ColumnSource[] {
    const further = [...this.further].map(([name, data]) => ({
      name: columnOfMeasurement(name),
      data,
      offsetIndex: false,
    }));
    return [...this.columns.sources(), ...further];
  }
}

/** The columns of a row group as typed arrays and shared strings, in a tenth of the memory of rows. */
class Columns {
  length = 0;
  private readonly integers = {
    id: new BigInt64Array(ROWS_PER_GROUP),
    equipment: new BigInt64Array(ROWS_PER_GROUP),
    measured_at: new BigInt64Array(ROWS_PER_GROUP),
    received_at: new BigInt64Array(ROWS_PER_GROUP),
  };
  private readonly values = {
    temperature: new Float64Array(ROWS_PER_GROUP),
    speed: new Float64Array(ROWS_PER_GROUP),
    pressure: new Float64Array(ROWS_PER_GROUP),
  };
  private readonly texts = {
    model: [] as string[],
    temperature_unit: [] as string[],
    speed_unit: [] as string[],
    pressure_unit: [] as string[],
    quality: [] as string[],
  };
  private readonly shared = new Map<string, string>();

  add(row: ExportRow): void {
    const at = this.length++;
    this.integers.id[at] = BigInt(row.id);
    this.integers.equipment[at] = BigInt(row.equipment);
    this.integers.measured_at[at] = Instant.parse(row.measured_at)!.us;
    this.integers.received_at[at] = Instant.parse(row.received_at)!.us;
    this.texts.model.push(this.share(row.model));
    for (const metric of metrics) {
      const unit = row.units?.[metric];
      this.values[metric][at] = fromStored(row[metric], unit);
      this.texts[`${metric}_unit`].push(this.share(unit ?? metricUnits[metric][0]));
    }
    this.texts.quality.push(readingQualities[row.quality]!);
  }

  clear(): void {
    this.length = 0;
    this.shared.clear();
    for (const texts of Object.values(this.texts)) texts.length = 0;
  }

  sources(): ColumnSource[] {
    const numbers = { ...this.integers, ...this.values };
    return columns.map(({ name }) => ({
      name,
      data:
        name in numbers
          ? numbers[name as keyof typeof numbers].subarray(0, this.length)
          : this.texts[name as keyof typeof this.texts],
      offsetIndex: false,
    }));
  }

  private share(text: string): string {
    const known = this.shared.get(text);
    if (known === undefined) this.shared.set(text, text);
    return known ?? text;
  }
}
