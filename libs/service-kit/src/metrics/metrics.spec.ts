import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';
import { ProcessMetrics } from './process-metrics.js';

describe('metrics', () => {
  const process = new ProcessMetrics();
  const [attendance, vision] = [new Metrics(process, 'attendance'), new Metrics(process, 'vision')];

  it('metrics: carry the name of the service that measured', async () => {
    attendance.operations()('attendance.log.list', 'OK', 12);
    vision.operations()('vision.gallery.search', 'UNAVAILABLE', 3);
    const text = await process.registry.metrics();
    expect(text).toContain(
      'argus_rpc_server_requests_total{operation="attendance.log.list",outcome="OK",service="attendance"} 1',
    );
    expect(text).toContain(
      'argus_rpc_server_seconds_total{operation="vision.gallery.search",service="vision"} 0.003',
    );
    expect(text).toContain('argus_rpc_server_request_duration_seconds_count{service="vision"} 1');
  });

  it('metrics: a scrape reads the gauge of each service and leaves out one that fails', async () => {
    const spec = { name: 'argus_job_queue_depth' as const, help: 'Waiting jobs', labelNames: ['queue'] };
    let depth = 3;
    attendance.gauge(spec, () => depth, { queue: 'face' });
    vision.gauge(spec, () => Promise.reject(new Error('database away')), { queue: 'enrol' });
    expect(await process.registry.getSingleMetricAsString('argus_job_queue_depth')).toMatch(
      /argus_job_queue_depth\{queue="face",service="attendance"\} 3$/,
    );
    depth = 4;
    const text = await process.registry.getSingleMetricAsString('argus_job_queue_depth');
    expect(text).toContain('} 4');
    expect(text).not.toContain('vision');
  });

  it('metrics: describe the process once', async () => {
    const text = await process.registry.metrics();
    expect(text.match(/^process_cpu_seconds_total /gm)).toHaveLength(1);
  });
});
