import { Sealer } from '@argus/persistence';
import { expect, it } from '@jest/globals';
import { isLinked, linkTo } from './audit-chain.js';

const event = {
  position: 12,
  at: new Date('2026-05-01T10:00:00.700Z'),
  action: 'api-key-used',
  success: true,
  severity: 'info',
  family: 'attendance',
  accountId: 3,
  actorFamily: 'techtrack',
  actorId: 4,
  clientAddress: '192.0.2.7',
  userAgent: 'a “browser”',
  requestId: 'request-1',
  details: { times: 2, action: 'x', none: null },
} as const;

it('audit chain: an event gets the MAC that earlier versions gave it', () => {
  const sealer = new Sealer(Buffer.alloc(32, 7));
  const previous = Buffer.alloc(32, 1);
  const mac = Buffer.from('6eb7971d5dee877ab24898f1d6828f2861941d43af7f5e6b7772b0a536873bac', 'hex');
  expect(Buffer.from(linkTo(sealer, previous, event))).toEqual(mac);
  expect(isLinked(sealer, previous, { ...event, mac })).toBe(true);
});
