import type { LoggerService } from '@nestjs/common';
import type { Pino } from './logger.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lets `new Logger(Name.name)` of Nest write to the log of the process. */
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

  /** Nest hands over the message, then whatever the caller gave (a stack, an error, fields), then the logger's name. */
  #write(level: Level, message: unknown, more: readonly unknown[]): void {
    const context = typeof more.at(-1) === 'string' ? (more.at(-1) as string) : undefined;
    const line: Record<string, unknown> = { context };
    let text = '';
    for (const part of [message, ...(context === undefined ? more : more.slice(0, -1))]) {
      if (part instanceof Error) line['err'] = part;
      else if (typeof part === 'object' && part !== null) Object.assign(line, part);
      else if (typeof part === 'string' && /\n\s+at /.test(part)) line['stack'] = part;
      else if (part !== undefined) text = text ? `${text} ${String(part)}` : String(part);
    }
    if (!text && line['err'] instanceof Error) text = line['err'].message;
    this.pino[level](line, text);
  }
}
