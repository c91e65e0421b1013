/**
 * Forms of addresses that must never be called, as hosts of a URL: loopback, links, private and special ranges, in notations that parsers and
 * resolvers read differently (OWASP SSRF; what was reported of Rallly, Payload and Svix).
 */
const hosts = `
127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 127.0.0.1. 0 0.0.0.0 0x0 00.0 0000.0.0.1
0177.0.0.1 0177.1 017700000001 0x7f.0.0.1 0x7f.1 0x7f000001 0x7F000001 2130706433 012.1 0xa.0.0.1 167772161 3232235777 0xa9fea9fe
2852039166 0251.0376.0251.0376
%31%32%37.0.0.1 127%2e0%2e0%2e1 127。0。0。1 127．0．0．1 ①②⑦.0.0.1 １２７.0.0.1 ⓛocalhost
localhost LOCALHOST localhost.
[::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::] [::127.0.0.1] [::7f00:1]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:0:0] [0:0:0:0:0:ffff:127.0.0.1] [::ffff:0:127.0.0.1] [::ffff:169.254.169.254]
[::ffff:a9fe:a9fe] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1] [2001:0:7f00:1::1]
[fe80::1] [febf::1] [fec0::1] [fc00::1] [fd00::1] [fd00:ec2::254] [ff02::1] [ff05::1:3] [2001:db8::1] [100::1] [5f00::1] [3fff::1]
10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 192.168.1.100 100.64.0.1 100.127.255.255
169.254.169.254 169.254.0.1 192.0.0.1 192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 192.88.99.1 224.0.0.1
168.63.129.16 239.255.255.250 240.0.0.1 255.255.255.255
256.0.0.1 1.2.3.4.5 08.0.0.1 0x7g.1 [fe80::1%25lo] [::1%25lo] x%00.name
user@127.0.0.1 user:pw@localhost user:pw@public.example 127.0.0.1%2f@public.example 127.0.0.1\\@public.example public.example\\@127.0.0.1
`
  .trim()
  .split(/\s+/);

/** Names that a hostile resolver answers with what must not be called. */
export const hostileNames: Readonly<Record<string, readonly string[]>> = {
  'loopback.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'metadata.example': ['169.254.169.254'],
  'translated.example': ['64:ff9b::7f00:1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'private.example': ['10.1.2.3'],
  'empty.example': [],
};

/** URLs of each form with a scheme, a port and a path. */
export const hostileUrls = (scheme: string, port: number): string[] => [
  ...[...hosts, ...Object.keys(hostileNames)].map((host) => `${scheme}://${host}:${port}/x`),
  `${scheme}://127.0.0.1:${port}#@public.example/`,
  `${scheme}://local\thost:${port}/`,
  `${scheme}://127.0.0.1\n:${port}/`,
];
