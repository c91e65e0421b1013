/**
 * Condition on a row `r` of `reading`: it counts for rules. Bad ones do not, nor those from the future, which the row itself
 * tells, nor those that came too late, which was noted when they came.
 * @param clockSkew SQL of an interval
 */
export const countsForRules = (clockSkew: string): string => `r.quality < 2
  AND r.measured_at <= r.received_at + ${clockSkew}
  AND NOT EXISTS (SELECT 1 FROM unevaluated_reading u WHERE u.equipment_id = r.equipment_id AND u.reading_id = r.id)`;
