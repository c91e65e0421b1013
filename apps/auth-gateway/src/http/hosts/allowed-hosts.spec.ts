import { describe, expect, it } from '@jest/globals';
import { AllowedHosts } from './allowed-hosts.js';

const policy = {
  listening: '127.0.0.1',
  publicUrl: 'https://argus.campus.example',
  named: ['*.lab.example'],
};
const loopback = new AllowedHosts(policy);
const everywhere = new AllowedHosts({ ...policy, listening: '0.0.0.0' });

describe('AllowedHosts', () => {
  it.each([
    'localhost',
    'LOCALHOST:8000',
    'localhost.:8000',
    '127.0.0.1:65535',
    'argus.campus.example',
    'a.lab.example:80',
    'a.b.lab.example',
  ])('AllowedHosts: %s is allowed on a loopback address', (host) => {
    expect(loopback.allows(host, '127.0.0.1')).toBe(true);
  });

  it.each([
    'evil.test',
    'lab.example',
    'evillab.example',
    'argus.campus.example.evil.test',
    '192.0.2.1',
    '127.0.0.1.evil.test',
    'localhost:8000:9',
    'evil.test/localhost',
    'user@localhost',
    '][',
    '[::1',
    '',
  ])('AllowedHosts: "%s" is refused on a loopback address', (host) => {
    expect(loopback.allows(host, '127.0.0.1')).toBe(false);
  });

  it('AllowedHosts: an address is allowed if the client connected to it', () => {
    expect(loopback.allows('[::1]:8000', '::1')).toBe(true);
    expect(loopback.allows('192.0.2.7', '::ffff:192.0.2.7')).toBe(true);
    expect(loopback.allows('192.0.2.7', '192.0.2.8')).toBe(false);
  });

  it('AllowedHosts: a gateway on all addresses takes every address and no unknown name', () => {
    expect(everywhere.allows('192.0.2.7:8000', '172.17.0.2')).toBe(true);
    expect(everywhere.allows('[2001:db8::1]', '172.17.0.2')).toBe(true);
    expect(everywhere.allows('evil.test', '172.17.0.2')).toBe(false);
  });

  it('AllowedHosts: * allows every name that is one', () => {
    const all = new AllowedHosts({ ...policy, named: ['*'] });
    expect(all.allows('evil.test', undefined)).toBe(true);
    expect(all.allows('a b:c', undefined)).toBe(false);
  });
});
