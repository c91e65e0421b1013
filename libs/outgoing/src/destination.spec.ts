import { describe, expect, it } from '@jest/globals';
import { destinationOf } from './destination.js';
import { OutgoingPolicy } from './outgoing-policy.js';
import { hostileNames, hostileUrls } from './testing/hostile-addresses.js';

/* As the system's resolver: it reads notations that no URL parser touched. */
const lookup = async (name: string) => {
  const addresses =
    hostileNames[name] ?? (/^localhost\.?$/.test(name) ? ['127.0.0.1', '::1'] : ['93.184.216.34']);
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};
const policy = new OutgoingPolicy([], { lookup });
const resolved = async (url: string) => policy.resolve(destinationOf(url, [new URL(url).protocol]).host);

describe('an address that somebody gives', () => {
  it('at least 80 hostile forms are tried', () =>
    expect(hostileUrls('http', 80).length).toBeGreaterThan(100));

  it.each(['http', 'https', 'rtsp'].flatMap((scheme) => hostileUrls(scheme, 8000)))(
    '%j is refused',
    async (url) => {
      await expect(async () => resolved(url)).rejects.toThrow();
    },
  );

  it.each([
    'http://public.example/hook',
    'https://public.example:8443/a?b=c',
    'http://93.184.216.34/',
    'https://bücher.example/',
  ])('%s is taken', async (url) =>
    expect(await resolved(url)).toEqual([{ address: '93.184.216.34', family: 4 }]),
  );

  it('the host of any scheme is read as one of http, its port as written', () => {
    expect(destinationOf('rtsp://0x7f.1:80/', ['rtsp:'])).toMatchObject({ host: '127.0.0.1', port: 80 });
    expect(destinationOf('http://[2606:4700::1111]/', ['http:'])).toMatchObject({
      host: '2606:4700::1111',
      port: undefined,
    });
  });

  it('a refusal names the reason and never the address, which may hold a password', () => {
    const refused = (url: string) => {
      try {
        return destinationOf(url, ['https:']);
      } catch (error) {
        return error;
      }
    };
    expect(refused('ftp://x.example/')).toMatchObject({ reason: 'wrong_scheme' });
    expect(refused('https://user:geheim@x.example/')).toMatchObject({ reason: 'credentials' });
    expect(String(refused('https://user:geheim@x.example/'))).not.toContain('geheim');
    expect(refused('nonsense')).toMatchObject({ reason: 'invalid_url' });
  });
});
