import { currentContext } from '@argus/messaging';
import { trace } from '@opentelemetry/api';
import pino, { type DestinationStream, type Logger as Pino } from 'pino';
import { currentService } from './service-scope.js';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { prettyLine } from './pretty.js';
import { redact, redactText } from './redact.js';

export type { Pino };

/** What every line says about the work that it was written in. */
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
 * Standard output. Writing every line by itself to a pipe blocks the process and took a quarter of a short request's time, so
 * lines leave in groups: when there are enough, after a moment, and at the exit of the process.
 */
const standardOutput = (): DestinationStream =>
  process.stdout.isTTY
    ? process.stdout
    : pino.destination({ dest: 1, sync: false, minLength: flushAfterBytes, periodicFlush: flushEveryMs });

/** The log of this process: JSON lines in UTC with secrets taken out, or text on a terminal. */
export function createLogger(
  settings: Pick<PlatformSettings, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  destination: DestinationStream = standardOutput(),
  /** Named on lines that belong to no service. */
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
      // Errors stay errors until the formatter above, which knows what of them may be shown.
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
