import type { AnyOperation } from '@argus/contracts';
import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { SettingsSpec } from '../settings/define-settings.js';
import type { Listener } from './listener.js';

/** Defines a service. Each app exports one, and `runService` runs it. */
export interface ServiceDefinition {
  /** Also the queue group of its operations and the name of its consumers. */
  readonly name: string;
  /** Its own database schema; a service without one is stateless. */
  readonly schema?: string;
  /** Label of its sealing key, by default its name; null for a service that seals nothing and gets no key. */
  readonly sealingLabel?: string | null;
  /** Imports the feature modules, whose decorators bind handlers, consumers, workers and periodic work. */
  readonly module: Type<unknown>;
  readonly settings: SettingsSpec;
  readonly migrations: readonly Type<MigrationInterface>[];
  /** Operations of other services that it calls. It can call no others, and its rights on the broker are made from them. */
  readonly calls?: readonly AnyOperation[];
  /** Server for clients outside the platform; a provider of the module. */
  readonly listener?: Type<Listener>;
}
