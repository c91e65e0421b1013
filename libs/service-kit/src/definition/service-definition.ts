import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { SettingsSpec } from '../settings/define-settings.js';
import type { Listener } from './listener.js';

/** Everything that runs as one service; each app exports one, `runService` runs it. */
export interface ServiceDefinition {
  /** Also the queue group of its operations and the name of its consumers. */
  readonly name: string;
  /** Its own schema of the database; a service without one keeps no state. */
  readonly schema?: string;
  /** Label that its sealing key is derived from, its name unless stated; null for a service that gets no key and seals nothing. */
  readonly sealingLabel?: string | null;
  /** Imports the feature modules, whose decorators bind handlers, consumers, workers and periodic work. */
  readonly module: Type<unknown>;
  readonly settings: SettingsSpec;
  readonly migrations: readonly Type<MigrationInterface>[];
  /** Server for clients outside; a provider of the module. */
  readonly listener?: Type<Listener>;
}
