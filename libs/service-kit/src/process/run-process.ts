import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createLogger, type Pino } from '../logs/logger.js';
import { NestLogger } from '../logs/nest-logger.js';
import { ProcessMetrics } from '../metrics/process-metrics.js';
import { type OperationsServer, startOperationsServer } from '../operations/operations-server.js';
import { Readiness } from '../operations/readiness.js';
import type { Dependency } from '../operations/readiness.js';
import type { SettingsSpec } from '../settings/define-settings.js';
import { type Environment, processEnvironment } from '../settings/environment.js';
import { type PlatformSettings, platformSettings } from '../settings/platform-settings.js';
import { readSettings, SettingsError } from '../settings/read-settings.js';
import { startTracing } from '../tracing/tracing.js';
import { busConnector } from './connect-bus.js';
import type { ServiceHost } from '../service/service-host.js';
import { cannotListen, diskFull, StartError } from '../settings/start-error.js';

/** What a process runs. */
export interface Workload {
  /** Addresses for clients. */
  readonly urls: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** Finishes what is in flight, then ends. */
  stop(): Promise<void>;
}

/** What a process gives to what keeps its servers and services running. */
export interface ProcessControl {
  readonly logger: Pino;
  /** Ends the process with exit status 1 after draining, for a reason that needs a person. */
  giveUp(reason: string): void;
}

export interface ProcessHost extends ServiceHost, ProcessControl {
  readonly logger: Pino;
  readonly settings: PlatformSettings;
  readonly operationsUrl: string;
}

export interface ProcessOptions {
  /**
   * Further settings to check. All settings are checked before anything starts, so that one message names every invalid
   * variable.
   */
  readonly specs?: readonly SettingsSpec[];
  /**
   * Starts what must exist before anything listens, such as an embedded database. Returns its teardown, which runs last.
   */
  readonly setup?: (settings: PlatformSettings, control: ProcessControl) => Promise<() => Promise<void>>;
}

/** The message to a parent process with a channel. */
export interface ReadyMessage {
  readonly ready: true;
  /** Addresses for clients. */
  readonly urls: readonly string[];
  readonly operationsUrl: string;
}

/** Limit for calls, events and jobs in flight. Orchestrators allow half a minute for the whole stop. */
const drainLimitMs = 22_000;
const teardownLimitMs = 6_000;

/**
 * Runs a workload as this process, with settings, log, traces, health and metrics. SIGTERM, SIGINT and SIGHUP end it with exit
 * status 0, an uncaught error with 1. A second SIGTERM or SIGINT ends it at once. A parent with a channel is told when the process
 * is ready, and the process ends with its parent.
 */
export async function runProcess(
  name: string,
  start: (host: ProcessHost) => Promise<Workload>,
  { specs = [], setup = () => Promise.resolve(() => Promise.resolve()) }: ProcessOptions = {},
): Promise<void> {
  const environment = processEnvironment();
  const settings = settingsOrExit(environment, specs);
  const logger = createLogger(settings, undefined, name);
  Logger.overrideLogger(new NestLogger(logger));
  const readiness = new Readiness();
  const metrics = new ProcessMetrics();
  const stopping = new AbortController();
  const tracing = await startTracing(name, settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  let operations: OperationsServer | undefined;
  let teardown: () => Promise<void> = () => Promise.resolve();

  const running = (async () => {
    teardown = await setup(settings, { logger, giveUp });
    stopping.signal.throwIfAborted();
    operations = await startOperations(settings, readiness, metrics);
    const workload = await start({
      environment,
      settings,
      logger,
      metrics,
      databaseUrlOf: () => settings.DATABASE_URL,
      connectBus: busConnector(settings, stopping.signal),
      stopping: stopping.signal,
      operationsUrl: operations.url,
      giveUp,
    });
    readiness.started(workload.dependencies);
    const message: ReadyMessage = { ready: true, urls: workload.urls, operationsUrl: operations.url };
    /* A parent that disconnected in the meantime needs no message. */
    process.send?.(message, undefined, undefined, () => undefined);
    return workload;
  })();

  let exitCode = 0;
  const failed = (error: unknown, what: string): void => {
    exitCode = 1;
    logger.fatal({ err: asError(error) }, what);
  };
  const drain = async (): Promise<void> => {
    const workload = await running.catch(() => undefined);
    await workload?.stop();
  };
  /* Every step runs even if one fails or hangs, so that nothing is left behind. */
  const end = async (): Promise<never> => {
    readiness.draining();
    stopping.abort();
    setTimeout(() => process.exit(1), drainLimitMs + teardownLimitMs).unref();
    const steps = [() => inTime(drain()), () => operations?.close(), () => teardown()];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        failed(error, 'Stopped with an error');
      }
    }
    await withoutFailing(tracing.stop());
    if (exitCode === 0) logger.info('Stopped');
    process.exit(exitCode);
  };

  function giveUp(reason: string): void {
    exitCode = 1;
    logger.fatal(reason);
    if (!stopping.signal.aborted) void end();
  }

  let signalled = false;
  const endBecause = (reason: string): void => {
    if (stopping.signal.aborted) return;
    logger.info(`${reason}: draining`);
    void end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (signalled) {
        logger.info(`${signal} again: exiting at once`);
        process.exit(1);
      }
      signalled = true;
      endBecause(signal);
    });
  }
  /* A closed terminal often sends SIGHUP twice, so a second one does not cut draining short. */
  process.on('SIGHUP', () => endBecause('SIGHUP'));
  outliveTerminal();
  process.on('disconnect', () => endBecause('The parent process disconnected'));
  /* A parent that was killed while this module was loaded. */
  if (process.connected === false) endBecause('The parent process is gone');
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      failed(error, `Stopping because of an ${event}`);
      if (!stopping.signal.aborted) void end();
    });
  }

  try {
    await running;
  } catch (error) {
    if (stopping.signal.aborted) return;
    exitCode = 1;
    reportStartFailure(logger, diskFull(error, settings.DATA_DIR));
    await end();
  }
}

/** Ignores failed writes to a terminal that is gone: they must not cut draining short. */
function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EIO') throw error;
    });
}

function settingsOrExit(environment: Environment, specs: readonly SettingsSpec[]): PlatformSettings {
  try {
    return readSettings([platformSettings, ...specs] as const, environment)[0];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function startOperations(
  { OPERATIONS_HOST: host, OPERATIONS_PORT: port }: PlatformSettings,
  readiness: Readiness,
  metrics: ProcessMetrics,
): Promise<OperationsServer> {
  try {
    return await startOperationsServer({ host, port }, readiness, metrics);
  } catch (error) {
    throw cannotListen(error, 'OPERATIONS_PORT');
  }
}

function reportStartFailure(logger: Pino, error: unknown): void {
  if (error instanceof StartError || error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    logger.fatal({ err: asError(error) }, 'Cannot start');
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const late = pause(drainLimitMs, undefined, { ref: false }).then(() => {
    throw new Error(`Not drained within ${drainLimitMs / 1000} s`);
  });
  await Promise.race([work, late]);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const withoutFailing = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
