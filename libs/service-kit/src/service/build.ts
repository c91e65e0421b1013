import { readFileSync } from 'node:fs';
import type { Metrics } from '../metrics/metrics.js';

/** All projects have one version. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** Shows which version of the service runs, as a metric whose value is always 1. */
export function describeBuild(metrics: Metrics): void {
  metrics.gauge(
    {
      name: 'argus_build_info',
      help: 'Version of the service, and of Node that runs it',
      labelNames: ['version', 'node'],
    },
    () => 1,
    { version, node: process.versions.node },
  );
}
