import { describe, expect, it } from '@jest/globals';
import { readNetworkBytes, usedBetween } from './machine.js';

describe('what is read from the machine', () => {
  it('network: every interface but the loopback counts, sent and received apart', () => {
    const table = [
      'Inter-|   Receive                                                |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
      '    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0',
      '  eth0: 100 2 0 0 0 0 0 0 40 3 0 0 0 0 0 0',
      'wlan0:7 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0',
      '',
    ].join('\n');
    expect(readNetworkBytes(table)).toEqual({ sent: 45, received: 107 });
    expect(readNetworkBytes('')).toEqual({ sent: 0, received: 0 });
  });

  it('processor: the share is that of the time between two readings', () => {
    expect(usedBetween({ busyMs: 10, totalMs: 100 }, { busyMs: 40, totalMs: 140 })).toBe(0.75);
    expect(usedBetween({ busyMs: 10, totalMs: 100 }, { busyMs: 10, totalMs: 100 })).toBe(0);
  });
});
