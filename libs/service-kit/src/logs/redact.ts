import { type AnyOperation, contracts, secretFieldsOf } from '@argus/contracts';

/*
 * Removes secrets from every log line: values of fields with a secret name, credentials inside a text, pictures and other long
 * contents.
 */
const secretName =
  /pass(word|phrase)|secret|token|authorization|cookie|credential|api[-_]?key|private[-_]?key|data[-_]?key|^(refresh|access|jwt|otp|pin|key)$|images?$|descriptor|template|embedding|parameters/i;
const redacted = '[redacted]';
/* Each takes linear time: from where it begins it either fails within a few characters or takes all that it has read. */
const secretText: readonly [RegExp, (...groups: string[]) => string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, (_, scheme) => `${scheme} [redacted]`],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, () => redacted],
  [/\barg[drk]_[\w-]{20,}/g, () => redacted],
  [/(\w:\/\/[^\s:@/]*):[^\s@]*(@?)/g, (all, user, at) => (at ? `${user}:[redacted]@` : all)],
  [/\bdata:image\/[\w.+-]+;base64,[\w+/=]*/gi, () => '[image]'],
];
const MAX_TEXT_LENGTH = 4096;
/* The rest of a text is neither scanned nor logged: clients choose the length of some texts. */
const MAX_SCANNED_LENGTH = 4 * MAX_TEXT_LENGTH;
const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;

/* Matches what any pattern needs. Most texts do not, and one test is cheaper than one for each pattern. */
const suspicious = /bearer|basic|eyJ|arg[drk]_|:\/\/|data:image/i;

export function redactText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH && !suspicious.test(text)) return text;
  const safe = secretText.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text.slice(0, MAX_SCANNED_LENGTH),
  );
  return safe.length > MAX_TEXT_LENGTH || text.length > MAX_SCANNED_LENGTH
    ? `${safe.slice(0, MAX_TEXT_LENGTH)}… (${text.length} characters)`
    : safe;
}

/** Returns a copy that is safe to log. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) {
    const shown = value.slice(0, MAX_ENTRIES).map((entry) => redact(entry, depth + 1));
    return value.length > MAX_ENTRIES ? [...shown, `… ${value.length - MAX_ENTRIES} more`] : shown;
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, entry]) => [name, isSecret(name, entry) ? redacted : redact(entry, depth + 1)]),
  );
}

/* Names of fields are few and repeat with every line, so the answer is cached. */
const MAX_CACHED_NAMES = 5000;
const secrecyOfNames = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let secret = secrecyOfNames.get(name);
  if (secret === undefined) {
    secret = markedSecret.has(name) || secretName.test(name);
    if (secrecyOfNames.size < MAX_CACHED_NAMES) secrecyOfNames.set(name, secret);
  }
  return secret;
}

/* What contracts mark as secret, under whatever name. */
const markedSecret = new Set(
  contracts.flatMap(({ operations }) =>
    Object.values<AnyOperation>(operations).flatMap(({ params, query, body, reply }) =>
      [params, query, body, reply].flatMap((Part) =>
        Part ? secretFieldsOf(Part as new () => unknown).map(({ name }) => name) : [],
      ),
    ),
  ),
);

const isSecret = (name: string, value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  typeof value !== 'boolean' &&
  !ArrayBuffer.isView(value) &&
  isSecretName(name);

/** Errors of drivers carry queries with their parameters, so only known harmless fields are copied. */
function describeError(error: Error, depth: number): object {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && depth < MAX_DEPTH && { cause: redact(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < MAX_DEPTH && {
        errors: error.errors.slice(0, 5).map((one: unknown) => redact(one, depth + 1)),
      }),
  };
}
