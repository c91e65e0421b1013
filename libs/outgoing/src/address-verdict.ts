import ipaddr from 'ipaddr.js';

/** A range of addresses: the address and the bits that count. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

export type AddressVerdict = 'allowed' | 'private' | 'forbidden';

const ranges = (all: string): Network[] => all.split(/\s+/).map((each) => ipaddr.parseCIDR(each));

/*
 * Special-purpose addresses (IANA registries of RFC 6890, deny list of Svix): this host, links, documentation, benchmarks, multicast,
 * and forms of IPv6 that carry an IPv4 address; 168.63.129.16 serves secrets of machines in Azure. Nobody has a camera or a receiver there.
 */
const forbidden = ranges(
  `0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 168.63.129.16/32
   224.0.0.0/4 240.0.0.0/4 ::/96 fe80::/10 fec0::/10 ff00::/8 100::/64 2001::/32 2001:10::/28 2001:20::/28 2001:db8::/32 2002::/16
   3fff::/20 5f00::/16 64:ff9b::/96 64:ff9b:1::/48`,
);
const loopback = ranges('127.0.0.0/8 ::1/128');
const privateUse = ranges('10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7');
/* All that is routed today. `range()` of ipaddr.js calls more "unicast" than that, for example ::127.0.0.1. */
const publicIpv6 = ranges('2000::/3');
const publicIpv4 = ranges('0.0.0.0/0');

/** Reads a range, e.g. `10.0.0.0/8`, or a single address. @throws Error that says what is wrong */
export function networkOf(text: string): Network {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text))
    throw new Error(`"${text}" is neither an address nor a range such as 10.0.0.0/8`);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Judges an address that a name stands for: `forbidden` ones are never reached, `private` ones only if a range of `listed` holds them,
 * which makes them `allowed`. An IPv4 address in IPv6 (`::ffff:…`) is judged as what it is.
 * @param mayLoop whether listed ranges within this machine's own (127/8, ::1) count; a range that is wider does not list them
 */
export function verdictOn(address: string, listed: readonly Network[] = [], mayLoop = false): AddressVerdict {
  if (!ipaddr.isValid(address)) return 'forbidden';
  const parsed = ipaddr.process(address);
  if (isIn(parsed, loopback))
    return mayLoop && isIn(parsed, listed.filter(isLoopback)) ? 'allowed' : 'forbidden';
  if (isIn(parsed, forbidden)) return 'forbidden';
  if (isIn(parsed, privateUse)) return isIn(parsed, listed) ? 'allowed' : 'private';
  return isIn(parsed, parsed.kind() === 'ipv4' ? publicIpv4 : publicIpv6) ? 'allowed' : 'forbidden';
}

const isLoopback = ([network, bits]: Network): boolean =>
  isIn(network, loopback) && bits >= (network.kind() === 'ipv4' ? 8 : 128);

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, networks: readonly Network[]): boolean =>
  networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match([network, bits] as never),
  );
