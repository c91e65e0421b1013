/* What counts and explanations of stops are found by. */

/** For a list: equipment $1, ending after $2, beginning before $3; each may be null. */
export const ANY_SPAN = `($1::bigint IS NULL OR equipment_id = $1) AND ($2::timestamptz IS NULL OR to_at > $2)
  AND ($3::timestamptz IS NULL OR from_at < $3)`;

/** Those of equipment $1 that touch $2 to $3. None is longer than a day, which bounds what the index has to give. */
export const OVERLAPPING = `equipment_id = $1 AND from_at < $3 AND from_at > $2::timestamptz - interval '25 hours' AND to_at > $2`;
