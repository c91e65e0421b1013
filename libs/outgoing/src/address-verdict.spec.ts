import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkOf, verdictOn } from './address-verdict.js';

describe('the verdict on an address', () => {
  it.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001::200e', '::ffff:93.184.216.34'])(
    '%s is public and may be called',
    (address) => expect(verdictOn(address)).toBe('allowed'),
  );

  it.each(['10.1.2.3', '172.31.255.254', '192.168.1.100', '100.64.0.1', 'fd00::1', '::ffff:10.1.2.3'])(
    '%s is private: refused unless its network is listed',
    (address) => {
      expect(verdictOn(address)).toBe('private');
      const listed = ['10.0.0.0/8', '172.16.0.0/12', '192.168.1.100', '100.64.0.0/10', 'fd00::/8'].map(
        networkOf,
      );
      expect(verdictOn(address, listed)).toBe('allowed');
      expect(verdictOn(address, [networkOf('10.9.0.0/16')])).toBe('private');
    },
  );

  it('special addresses stay forbidden, even where everything is listed', () => {
    const everything = ['0.0.0.0/0', '::/0'].map(networkOf);
    for (const address of [
      '127.0.0.1',
      '::1',
      '::127.0.0.1',
      '169.254.169.254',
      '64:ff9b::7f00:1',
      'ff02::1',
      'no',
    ])
      expect(verdictOn(address, everything)).toBe('forbidden');
  });

  it('this machine is called only where its own range is listed and that may be done', () => {
    const own = ['127.0.0.1', '::1'].map(networkOf);
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(verdictOn(address, own, true)).toBe('allowed');
      expect(verdictOn(address, own)).toBe('forbidden');
      expect(verdictOn(address, ['0.0.0.0/0', '::/0', '::/96'].map(networkOf), true)).toBe('forbidden');
    }
    expect(verdictOn('127.0.0.2', own, true)).toBe('forbidden');
    expect(verdictOn('169.254.169.254', own, true)).toBe('forbidden');
  });

  it('all of 127/8 is forbidden in each of its forms, also within IPv6', () => {
    fc.assert(
      fc.property(fc.nat(0xff_ff_ff), (rest) => {
        const [a, b, c] = [rest >> 16, (rest >> 8) & 255, rest & 255];
        const dotted = `127.${a}.${b}.${c}`;
        for (const address of [dotted, `::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${dotted}`])
          expect(verdictOn(address)).toBe('forbidden');
      }),
    );
  });

  it('a range that is none is refused with words', () => {
    expect(() => networkOf('10.0.0.0/33')).toThrow('neither an address nor a range');
    expect(() => networkOf('office')).toThrow('"office"');
  });
});
