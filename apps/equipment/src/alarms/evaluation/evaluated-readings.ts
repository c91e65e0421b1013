/**
 * SQL condition on a row `r` of `reading`: rules evaluate it. They skip bad readings, readings from the future, and readings
 * that arrived too late, which are listed in `unevaluated_reading`.
 * @param clockSkew SQL of an interval
 */
export const isEvaluated = (clockSkew: string): string => `r.quality < 2
  AND r.measured_at <= r.received_at + ${clockSkew}
  AND NOT EXISTS (SELECT 1 FROM unevaluated_reading u WHERE u.equipment_id = r.equipment_id AND u.reading_id = r.id)`;
