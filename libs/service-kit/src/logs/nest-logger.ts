import type { LoggerService } from '@nestjs/common';
import type { Pino } from './logger.js';

/* Nest's own lines about wiring are debug lines. */
const wiring = new Set(['NestFactory', 'InstanceLoader', 'NestMicroservice']);

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Writes lines of Nest's `new Logger(Name.name)` to the log of the process. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, ...more: unknown[]): void {
    this.#write('info', message, more);
  }
  fatal(message: unknown, ...more: unknown[]): void {
    this.#write('fatal', message, more);
  }
  error(message: unknown, ...more: unknown[]): void {
    this.#write('error', message, more);
  }
  warn(message: unknown, ...more: unknown[]): void {
    this.#write('warn', message, more);
  }
  debug(message: unknown, ...more: unknown[]): void {
    this.#write('debug', message, more);
  }
  verbose(message: unknown, ...more: unknown[]): void {
    this.#write('trace', message, more);
  }

  /** Nest passes the message, then the caller's arguments (a stack, an error, fields), then the logger's name. */
  #write(level: Level, message: unknown, more: readonly unknown[]): void {
    const last = more.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    const line: Line = { context };
    const words: string[] = [];
    for (const part of [message, ...(context === undefined ? more : more.slice(0, -1))]) {
      if (part instanceof Error) line.err = part;
      else if (typeof part === 'object' && part !== null) Object.assign(line, part);
      else if (typeof part === 'string' && /\n[ \t]+at /.test(part)) line.stack = part;
      else if (typeof part === 'string') words.push(part);
      else if (part !== undefined) words.push(JSON.stringify(part));
    }
    const quiet = level === 'info' && context !== undefined && wiring.has(context);
    this.pino[quiet ? 'debug' : level](line, words.join(' ') || (line.err?.message ?? ''));
  }
}

interface Line {
  context: string | undefined;
  err?: Error;
  stack?: string;
}
