import type { ServiceDefinition } from '@argus/service-kit';
import { IdentityModule } from './identity.module.js';
import { identitySettings } from './identity.settings.js';
import { identityMigrations } from './migrations/index.js';
import { sealingLabel } from './sealing-label.js';

/** Accounts of all families, their sessions and keys, and the audit. */
export const identityService: ServiceDefinition = {
  name: 'identity',
  schema: 'identity',
  sealingLabel,
  module: IdentityModule,
  settings: identitySettings,
  migrations: identityMigrations,
};
