import { type Instant, instant } from '@argus/contracts';

/** Returns ISO 8601 in UTC without a zone, as this API has always written times. */
export const plainInstant = (time: Date | Instant): string => instant(time).slice(0, -1);
