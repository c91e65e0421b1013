import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** Asks for heartbeats every so many milliseconds; in a message of the answer it marks a heartbeat. */
export const heartbeatHeader = 'heartbeat-ms';

/*
 * All headers of a message travel as one: the client checks and searches the names of all headers for each that is set or read, which
 * took longer than sealing the call. A tab stands between names and values, which are printable.
 */
const PACKED = 'h';
const BETWEEN = '\t';

/** Returns the headers as the client sends them; undefined for none. Throws on a name or value with a tab or a line break. */
export function toNatsHeaders(values: Readonly<Record<string, string>>): MsgHdrs | undefined {
  let packed = '';
  let parts = 0;
  for (const name in values) {
    packed += parts === 0 ? name : BETWEEN + name;
    packed += BETWEEN + values[name]!;
    parts += 2;
  }
  if (parts === 0) return undefined;
  if (packed.split(BETWEEN).length !== parts) throw new Error('A header of the bus holds a tab');
  const hdrs = headers();
  hdrs.set(PACKED, packed);
  return hdrs;
}

/** The broker stores two messages with one id once. */
const ID = 'Nats-Msg-Id';

export function eventHeaders(id: string, values: Readonly<Record<string, string>>): MsgHdrs {
  const hdrs = toNatsHeaders(values) ?? headers();
  hdrs.set(ID, id);
  return hdrs;
}

/** Reverses `toNatsHeaders`. Leaves out what the bus, its client or the broker set for their own use. */
export function fromNatsHeaders(hdrs: MsgHdrs | undefined): Record<string, string> {
  const values: Record<string, string> = {};
  const packed = hdrs?.get(PACKED);
  if (!packed) return values;
  const parts = packed.split(BETWEEN);
  /* The client trims the end, and so an empty last value. */
  for (let at = 0; at < parts.length; at += 2) values[parts[at]!] = parts[at + 1] ?? '';
  return values;
}
