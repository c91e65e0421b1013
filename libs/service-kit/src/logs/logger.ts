import { currentContext } from '@argus/messaging';
import { trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger as Pino } from 'pino';
import { currentService } from './service-scope.js';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { prettyLine } from './pretty.js';
import { redact, redactText } from './redact.js';

export type { Pino };

/** Returns the fields of every line: request, trace and service. */
function surroundings(processName: string | undefined): object {
  const context = currentContext();
  const [, traceId, spanId] = context?.traceparent?.split('-') ?? [];
  const span = trace.getActiveSpan()?.spanContext();
  return {
    service: currentService() ?? processName,
    requestId: context?.requestId,
    traceId: span?.traceId ?? traceId,
    spanId: span?.spanId ?? spanId,
  };
}

const flushAfterBytes = 8192;
const flushEveryMs = 250;

/**
 * Standard output. A write per line blocks the process on a pipe and took a quarter of a short request's time. So lines are
 * written in groups: when there are enough, after a moment, and at exit.
 */
const standardOutput = (): DestinationStream =>
  process.stdout.isTTY
    ? process.stdout
    : pino.destination({ dest: 1, sync: false, minLength: flushAfterBytes, periodicFlush: flushEveryMs });

/** Returns the log of this process: JSON lines in UTC without secrets, or text on a terminal. */
export function createLogger(
  settings: Pick<PlatformSettings, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  destination: DestinationStream = standardOutput(),
  /** Name on lines that belong to no service. */
  processName?: string,
): Pino {
  const { LOG_LEVEL: level, LOG_FORMAT: format } = settings;
  const pretty = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => surroundings(processName),
      formatters: { log: (line) => redact(line) as Record<string, unknown> },
      // Errors stay errors until the formatter above, which selects their harmless fields.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          const last = args.length - 1;
          const text: unknown = args[last];
          if (typeof text === 'string') args[last] = redactText(text);
          method.apply(this, args);
        },
      },
    },
    pretty ? { write: (line: string) => destination.write(prettyLine(line)) } : destination,
  );
}
