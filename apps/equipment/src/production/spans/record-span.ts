import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '@argus/contracts';
import type { Database } from '@argus/persistence';
import type { EquipmentStore } from '../../machines/equipment.store.js';
import type { NewSpan, SpanRow, SpanStore } from './span.store.js';

interface Stores<Row extends SpanRow> {
  readonly database: Database;
  readonly equipment: EquipmentStore;
  readonly store: SpanStore<Row>;
}

/**
 * Stores a span, or returns the stored one if it is equal but for its author. Locks the machine. Throws NOT_FOUND
 * without a machine, `overlapCode` for a span that overlaps another.
 */
export function recordSpan<Row extends SpanRow>(
  { database, equipment, store }: Stores<Row>,
  span: NewSpan<Row>,
  overlapCode: 'COUNT_OVERLAPS' | 'EXPLANATION_OVERLAPS',
): Promise<Row> {
  const { equipmentId, fromAt, toAt } = span;
  return database.transaction(async (tx) => {
    if (!(await equipment.lock(tx, equipmentId))) throw new DomainError('NOT_FOUND');
    const period = { fromMs: fromAt.ms, toMs: toAt.ms };
    const [stored] = await store.overlapping(equipmentId, period, tx);
    if (stored === undefined) return store.create(tx, span);
    const { recordedBy } = stored;
    if (isDeepStrictEqual({ ...stored }, { ...stored, ...span, recordedBy })) return stored;
    throw new DomainError(overlapCode);
  });
}
