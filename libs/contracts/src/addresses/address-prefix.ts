import ipaddr from 'ipaddr.js';

/** Returns the part of an address that belongs to one subscriber: all of IPv4, the first 64 bits of IPv6. */
export function addressPrefix(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().fill(0, 8);
  return `${ipaddr.fromByteArray(bytes).toString()}/64`;
}
