import { expect, it } from '@jest/globals';
import type { ExportRow } from './export.store.js';
import { parquet } from './parquet-format.js';

const row = (id: number, equipment: number): ExportRow => ({
  id,
  equipment,
  model: `model of ${equipment}`,
  measured_at: `2026-01-01T00:00:00.${String(id).padStart(6, '0')}Z`,
  received_at: '2026-01-02T00:00:00Z',
  temperature: id / 8,
  speed: equipment,
  pressure: 1,
  quality: 0,
  units: null,
  measurements: null,
});
const rowsOf = (equipment: number, count: number) =>
  Array.from({ length: count }, (_, i) => row(i, equipment));

const fileOf = (rows: readonly ExportRow[]) => {
  const piece = parquet.begin(undefined, []);
  for (const each of rows) piece.add(each);
  return Buffer.from(piece.end(true).bytes);
};

it('Parquet: pieces written concurrently or one after the other never mix their rows', () => {
  const [many, few] = [rowsOf(1, 500), rowsOf(2, 20)];
  const [one, other] = [parquet.begin(undefined, []), parquet.begin(undefined, [])];
  for (const [i, each] of many.entries()) {
    one.add(each);
    if (few[i]) other.add(few[i]);
  }
  const files = [one, other].map((piece) => Buffer.from(piece.end(true).bytes));
  expect(files[0]).toEqual(fileOf(many));
  expect(files[1]).toEqual(fileOf(few));
  expect(files[0]).not.toEqual(fileOf(many.toSpliced(1, 1)));
});
