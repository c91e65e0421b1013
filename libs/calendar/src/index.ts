export { bucketEdges, type BucketLength } from './bucket-edges.js';
export { dateIn, endOfDay, plusDays, startOfDay, weekdayOf } from './days.js';
export { type OffsetPeriod, offsetsBetween } from './offsets.js';
