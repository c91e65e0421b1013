/** Returns the measuring time in microseconds since 1970. The parsed Date holds only milliseconds of what was sent. */
export function exactTimeUs(sent: unknown, read: Date): number {
  const { measured_at: text } = sent as { measured_at: unknown };
  const fraction = typeof text === 'string' ? /\.(\d+)/.exec(text)?.[1] : undefined;
  if (fraction === undefined) return read.getTime() * 1000;
  return Math.floor(read.getTime() / 1000) * 1e6 + Math.round(Number(`0.${fraction}`) * 1e6);
}
