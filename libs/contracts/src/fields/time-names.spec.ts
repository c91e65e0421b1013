import { describe, expect, it } from '@jest/globals';
import { looksLikeTime } from './time-names.js';

describe('looksLikeTime', () => {
  it.each<[string, unknown]>([
    ['timestamp', 1],
    ['time', '08:45'],
    ['ts', 1764000000],
    ['t', 1764000000123],
    ['Timestamp', 'yesterday'],
    ['@timestamp', '2026-11-30T08:00:00Z'],
    ['measuredAt', 5],
    ['measured-at', 5],
    ['MEASURED_AT', 5],
    ['measured at', 5],
    ['sample_time_ms', 5],
    ['unixTime', 5],
    ['epoch', 5],
    ['created_at', 'x'],
    ['date', '30.11.2026'],
    ['datetime', '20261130T080000Z'],
    ['zeitpunkt', '2026-11-30 08:00:00'],
    ['boot_time', '1764000000123456789'],
  ])('%s with %p is probably the time of its object', (name, value) => {
    expect(looksLikeTime(name, value)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['cycle_time', 12.5],
    ['uptime', 1764000000],
    ['serial', 1764000000],
    ['t', 22.5],
    ['vibration', 4.2],
    ['stats', 1764000000],
    ['format', '2026'],
    ['data', 'x'],
    ['firmware', '2026-11-30'],
    ['timestamp', ''],
    ['timestamp', null],
    ['timestamp', { s: 1 }],
    ['at', true],
  ])('%s with %p is no time', (name, value) => {
    expect(looksLikeTime(name, value)).toBe(false);
  });
});
