import type { Family } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { countersAtKnownPlace, countersOfName, placeKey } from './counter-keys.js';

const keysOf = (name: { email?: string; username?: string }, family: Family = 'attendance'): string[] =>
  countersOfName(family, name, '192.0.2.1').map(({ key }) => key);

describe('counters of log-ins', () => {
  it('login counters: at a known place the place alone counts', () => {
    const place = placeKey('attendance', 1, '192.0.2.1');
    expect(countersAtKnownPlace(place).map(({ key }) => key)).toEqual([place]);
  });

  it.each([
    ['small letters and capitals', 'ADMIN', 'admin'],
    ['full-width letters', 'Ａdmin', 'admin'],
    ['outer space', ' admin ', 'admin'],
    ['decomposed accents', 'jose\u0301', 'josé'],
  ])('login counters: %s are one name', (_, one, other) => {
    for (const field of ['username', 'email'])
      expect(keysOf({ [field]: one })).toEqual(keysOf({ [field]: other }));
  });

  it('login counters: names and families are counted apart, addresses together for all', () => {
    const [place, name, address] = keysOf({ username: 'a' });
    const [otherPlace, otherName, sameAddress] = keysOf({ username: 'b' });
    expect([place === otherPlace, name === otherName, address === sameAddress]).toEqual([false, false, true]);
    expect(keysOf({ username: 'a' }, 'proctorx')[1]).not.toBe(name);
  });
});
