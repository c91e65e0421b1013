import { describe, expect, it } from '@jest/globals';
import { openRequestSpan } from './request-span.js';
import { startTracing } from './tracing.js';

describe('without a collector', () => {
  it('trace: without a collector ids travel and are marked as not recorded', async () => {
    const tracing = await startTracing('test', undefined);
    const first = openRequestSpan('GET');
    const second = openRequestSpan('GET');
    expect(first.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(first.traceId).not.toBe('0'.repeat(32));
    expect(second.traceId).not.toBe(first.traceId);
    await tracing.stop();
  });
});
