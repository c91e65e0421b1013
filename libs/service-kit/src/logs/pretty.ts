const levels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL',
};

/** Escapes control characters, so that a message cannot start a line or move the cursor of the terminal. */
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;
const oneLine = (text: string): string =>
  text.replace(controlCharacters, (unit) =>
    JSON.stringify(unit)
      .slice(1, -1)
      .replace(/^[^\\]/, '?'),
  );

interface Line {
  readonly level: number;
  readonly time: string;
  readonly msg?: string;
  readonly service?: string;
  readonly context?: string;
  readonly requestId?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [key: string]: unknown;
}

/** Returns one JSON line as text for a terminal. */
export function prettyLine(json: string): string {
  const {
    level,
    time,
    msg = '',
    service,
    context,
    requestId,
    err,
    traceId: _traceId,
    spanId: _spanId,
    ...rest
  } = JSON.parse(json) as Line;
  const source = [service, context].filter(Boolean).join(' ');
  const more = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const id = requestId === undefined ? '' : ` (${requestId})`;
  const stack =
    err?.stack
      ?.split('\n')
      .map((line) => `\n    ${oneLine(line.trim())}`)
      .join('') ?? '';
  return (
    oneLine(`${time.slice(11, 23)} ${levels[level] ?? level} [${source}] ${msg}${more.join('')}${id}`) +
    stack +
    '\n'
  );
}
