import { describe, expect, it } from '@jest/globals';
import { addressPrefix } from './address-prefix.js';

describe('the prefix of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['::1', '::/64'],
    ['not an address', 'unknown'],
    [undefined, 'unknown'],
  ])('addressPrefix: the prefix of %s is %s', (address, prefix) =>
    expect(addressPrefix(address)).toBe(prefix),
  );
});
