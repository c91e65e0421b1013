import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment, ServiceDefinition } from '@argus/service-kit';

/**
 * Returns what a service's process is told. One that seals nothing learns neither where the installation's folder and its secrets are
 * nor the first administrator: its folder is a place of its own, which it never makes.
 */
export function environmentOf({ name, sealingLabel }: ServiceDefinition, shared: Environment): Environment {
  if (sealingLabel !== null) return shared;
  return {
    ...shared,
    DATA_DIR: join(tmpdir(), `argus-${name}-${process.pid}`),
    DATA_KEY_FILE: undefined,
    ADMIN_EMAIL: undefined,
    ADMIN_PASSWORD: undefined,
  };
}
