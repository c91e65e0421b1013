/*
 * What never reaches a log line, whoever logs it: values under a telling name, credentials inside a text, pictures and
 * other long contents.
 */
const secretName =
  /pass(word|phrase)|secret|token|authorization|cookie|credential|api[-_]?key|private[-_]?key|data[-_]?key|^(refresh|access|jwt|otp|pin|key)$|images?$|descriptor|template|embedding|parameters/i;
const secretText: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\beyJ[\w-]{8,1024}\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/\barg(r_|k_[\w-]{8}_)[\w-]{20,}/g, '[redacted]'],
  [/(\w:\/\/[^\s:@/]{0,1024}):[^\s@]{1,1024}@/g, '$1:[redacted]@'],
  [/\bdata:image\/[\w.+-]+;base64,[\w+/=]*/gi, '[image]'],
];
const longestText = 4096;
/* Nothing beyond is looked at or shown: strangers decide how long some texts are, and the patterns take their time. */
const longestRead = 4 * longestText;
const deepest = 6;
const mostEntries = 50;

const redacted = '[redacted]';

/* What any of the patterns needs; most texts hold none of it, and one look is cheaper than one for each. */
const suspicious = /bearer|basic|eyJ|arg[rk]_|:\/\/|data:image/i;

export function redactText(text: string): string {
  if (text.length <= longestText && !suspicious.test(text)) return text;
  const safe = secretText.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    text.slice(0, longestRead),
  );
  return safe.length > longestText || text.length > longestRead
    ? `${safe.slice(0, longestText)}… (${text.length} characters)`
    : safe;
}

/** A copy that is safe to write down. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= deepest) return '[…]';
  if (Array.isArray(value)) {
    const shown = value.slice(0, mostEntries).map((entry) => redact(entry, depth + 1));
    return value.length > mostEntries ? [...shown, `… ${value.length - mostEntries} more`] : shown;
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([name, entry]) => [name, isSecret(name, entry) ? redacted : redact(entry, depth + 1)]),
  );
}

/* Names of fields are few and come again with every line. */
const mostNames = 5000;
const secrecyOfNames = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let secret = secrecyOfNames.get(name);
  if (secret === undefined) {
    secret = secretName.test(name);
    if (secrecyOfNames.size < mostNames) secrecyOfNames.set(name, secret);
  }
  return secret;
}

const isSecret = (name: string, value: unknown): boolean =>
  value !== undefined && value !== null && typeof value !== 'boolean' && isSecretName(name);

/** Errors of drivers carry queries with their parameters: only what is known to be harmless is taken over. */
function describeError(error: Error, depth: number): object {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && depth < deepest && { cause: redact(error.cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      depth < deepest && { errors: error.errors.slice(0, 5).map((one: unknown) => redact(one, depth + 1)) }),
  };
}
