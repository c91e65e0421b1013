import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** Whether the NATS client or broker set the header for its own use. */
const isTransportHeader = (name: string): boolean => name.startsWith('Nats-');

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
