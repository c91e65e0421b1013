export { bucketEdges, type BucketLength } from './bucket-edges.js';
export {
  dateIn,
  dayNumber,
  endOfDay,
  momentOf,
  plusDays,
  plusMonths,
  startOfDay,
  weekdayOf,
} from './days.js';
export { type OffsetPeriod, offsetsBetween } from './offsets.js';
