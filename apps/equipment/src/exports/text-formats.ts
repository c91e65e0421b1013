import { metricUnits, readingQualities } from '@argus/contracts';
import { inUnits } from '../readings/units.js';
import type { FileFormat } from './export-format.js';
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

/** A row with its units spelled out. */
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
 * A cell after RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection); numbers are left as they are.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join()}\r\n`;
const header = csvLine(columns);

export const csv: FileFormat = {
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  rowsAPiece: 3000,
  write(rows, state) {
    let text = state === undefined ? header : '';
    for (const row of rows) text += csvLine(Object.values(recordOf(row)));
    return { bytes: Buffer.from(text), state: 'begun' };
  },
};

export const ndjson: FileFormat = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  rowsAPiece: 3000,
  write(rows) {
    let text = '';
    for (const row of rows) text += `${JSON.stringify(recordOf(row))}\n`;
    return { bytes: Buffer.from(text), state: 'begun' };
  },
};
