import { type Instant, instant } from '@argus/contracts';

/** Returns ISO 8601 in UTC without a zone, as the files of the original have always had it. */
export const plainInstant = (time: Date | Instant): string => instant(time).slice(0, -1);
