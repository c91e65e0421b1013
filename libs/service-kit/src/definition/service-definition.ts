import type { Type } from '@nestjs/common';
import type { EntitySchema, MigrationInterface } from 'typeorm';
import type { SettingsSpec } from '../settings/define-settings.js';
import type { ConsumerBinding, HandlerBinding, WorkerBinding } from './bindings.js';
import type { Listener } from './listener.js';
import type { PeriodicBinding } from './periodic.js';

/** Everything that runs as one service; each app exports one, `runService` runs it. */
export interface ServiceDefinition {
  /** Also the queue group of its operations and the name of its consumers. */
  readonly name: string;
  /** Its own schema of the database; a service without one keeps no state. */
  readonly schema?: string;
  /** Label that its sealing key is derived from, its name unless stated; null for a service that gets no key and seals nothing. */
  readonly sealingLabel?: string | null;
  readonly module: Type<unknown>;
  readonly settings: SettingsSpec;
  readonly migrations: readonly Type<MigrationInterface>[];
  /** Server for clients outside; a provider of the module. */
  readonly listener?: Type<Listener>;

  /* The old way, until every app has decorators. */
  readonly entities?: readonly (Type<unknown> | EntitySchema)[];
  readonly handlers?: readonly HandlerBinding[];
  readonly consumers?: readonly ConsumerBinding[];
  readonly workers?: readonly WorkerBinding[];
  readonly periodic?: readonly PeriodicBinding[];
}
