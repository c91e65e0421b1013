import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** Asks for heartbeats every so many milliseconds; in a message of the answer it marks a heartbeat. */
export const heartbeatHeader = 'heartbeat-ms';

/** Whether the bus, its client or the broker set the header for their own use. */
const isTransportHeader = (name: string): boolean => name.startsWith('Nats-') || name === heartbeatHeader;

export function toNatsHeaders(values: Readonly<Record<string, string>>): MsgHdrs {
  const hdrs = headers();
  for (const name in values) hdrs.set(name, values[name]!);
  return hdrs;
}

export function fromNatsHeaders(hdrs: MsgHdrs | undefined): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, [value]] of hdrs ?? []) {
    if (value !== undefined && !isTransportHeader(name)) values[name] = value;
  }
  return values;
}
