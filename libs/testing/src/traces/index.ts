export { type RecordedSpan, TraceCollector } from './trace-collector.js';
