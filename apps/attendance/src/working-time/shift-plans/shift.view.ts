import { instant, type ShiftView } from '@argus/contracts';
import type { KeptShift } from '../engine/planned-shift.js';
import type { ShiftRow } from './shift.store.js';

/** Returns a shift as the derivation of days takes it. */
export const keptShift = ({ id, name, rules, holidayCalendarId }: ShiftRow): KeptShift => ({
  id,
  name,
  ...rules,
  holiday_calendar: holidayCalendarId,
});

export const shiftView = (row: ShiftRow): ShiftView => ({
  ...keptShift(row),
  half_at: row.rules.half_at ?? null,
  changed_at: instant(row.changedAt),
  changed_by: row.changedBy,
});
