import { metricUnits, readingQualities } from '@argus/contracts';
import { inUnits } from '../../readings/units.js';
import { columnOfMeasurement, type FileFormat, type FilePiece, type FormatState } from './export-format.js';
import type { ExportRow } from './export.store.js';

const columns = [
  'id',
  'equipment',
  'model',
  'measured_at',
  'received_at',
  'temperature',
  'temperature_unit',
  'speed',
  'speed_unit',
  'pressure',
  'pressure_unit',
  'quality',
] as const;

type FileRecord = Readonly<Record<(typeof columns)[number], string | number>>;

/** Converts values to the machine's units and names these. */
export function recordOf(row: ExportRow): FileRecord {
  const { temperature, speed, pressure } = inUnits(row, row.units);
  return {
    id: row.id,
    equipment: row.equipment,
    model: row.model,
    measured_at: row.measured_at,
    received_at: row.received_at,
    temperature,
    temperature_unit: row.units?.temperature ?? metricUnits.temperature[0],
    speed,
    speed_unit: row.units?.speed ?? metricUnits.speed[0],
    pressure,
    pressure_unit: row.units?.pressure ?? metricUnits.pressure[0],
    quality: readingQualities[row.quality]!,
  };
}

/**
 * Returns a cell after RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV
 * injection). Numbers stay as they are.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join()}\r\n`;

const csvHeader = (measurements: readonly string[]): string =>
  csvLine([...columns, ...measurements.map(columnOfMeasurement)]);

function csvRow(row: ExportRow, measurements: readonly string[]): string {
  const further = measurements.map((name) => row.measurements?.[name] ?? '');
  return csvLine([...Object.values(recordOf(row)), ...further]);
}

/** Returns a line whose `measurements` are absent if there are none, as in a reading. */
function jsonLine(row: ExportRow, names: readonly string[]): string {
  const record = recordOf(row);
  const known = Object.entries(row.measurements ?? {}).filter(([name]) => names.includes(name));
  const measurements = known.length > 0 && { measurements: Object.fromEntries(known) };
  return `${JSON.stringify(measurements ? { ...record, ...measurements } : record)}\n`;
}

/* Converted to bytes in chunks, which is cheaper than one long string made of many short ones. */
const CHARACTERS_PER_CHUNK = 16 * 1024;

class TextPiece implements FilePiece {
  private readonly chunks: Buffer[] = [];

  constructor(
    private text: string,
    private readonly line: (row: ExportRow) => string,
  ) {}

  add(row: ExportRow): void {
    this.text += this.line(row);
    if (this.text.length >= CHARACTERS_PER_CHUNK) this.flush();
  }

  end(): { bytes: Uint8Array; state: FormatState } {
    this.flush();
    return { bytes: Buffer.concat(this.chunks), state: 'begun' };
  }

  private flush(): void {
    this.chunks.push(Buffer.from(this.text));
    this.text = '';
  }
}

export const csv: FileFormat = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  rowsPerPiece: 3000,
  begin: (state, measurements) =>
    new TextPiece(state === undefined ? csvHeader(measurements) : '', (row) => csvRow(row, measurements)),
};

export const ndjson: FileFormat = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  rowsPerPiece: 3000,
  begin: (_state, measurements) => new TextPiece('', (row) => jsonLine(row, measurements)),
};
