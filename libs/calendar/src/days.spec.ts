import { Instant, isTimeZone } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { dateIn, endOfDay, plusDays, startOfDay } from './days.js';

const at = (text: string): Instant => Instant.parse(text)!;
const dayOf = (zone: string, date: string): string[] =>
  [startOfDay(zone, date), endOfDay(zone, date)].map(String);

describe('days of a zone', () => {
  it.each([
    ['Asia/Kolkata', '2026-03-29', '2026-03-28T18:30:00Z', '2026-03-29T18:30:00Z'],
    ['Pacific/Auckland', '2026-12-01', '2026-11-30T11:00:00Z', '2026-12-01T11:00:00Z'],
    ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00Z', '2026-01-01T18:15:00Z'],
    ['UTC', '2026-02-28', '2026-02-28T00:00:00Z', '2026-03-01T00:00:00Z'],
  ])('a day in %s begins and ends with local midnight', (zone, date, start, end) => {
    expect(dayOf(zone, date)).toEqual([start, end]);
    expect([dateIn(zone, at(start)), dateIn(zone, at(start).plusUs(-1)), dateIn(zone, at(end))]).toEqual([
      date,
      plusDays(date, -1),
      plusDays(date, 1),
    ]);
  });

  it.each([
    ['23 hours in spring', 'Europe/Berlin', '2026-03-29', 23],
    ['25 hours in autumn', 'Europe/Berlin', '2026-10-25', 25],
    ['23.5 hours on Lord Howe', 'Australia/Lord_Howe', '2026-10-04', 23.5],
    ['23 hours where midnight is skipped', 'America/Sao_Paulo', '2018-11-04', 23],
    ['25 hours where midnight comes twice', 'America/Havana', '2026-11-01', 25],
    ['no time where the zone skipped it', 'Pacific/Apia', '2011-12-30', 0],
  ])('a day lasts %s', (_, zone, date, hours) => {
    const [start, end] = [startOfDay(zone, date), endOfDay(zone, date)];
    expect(Number(end.us - start.us) / 3.6e9).toBe(hours);
  });

  it('a day whose midnight is skipped begins after it; of two midnights the first counts', () => {
    expect(String(startOfDay('America/Sao_Paulo', '2018-11-04'))).toBe('2018-11-04T03:00:00Z');
    expect(String(startOfDay('America/Havana', '2026-11-01'))).toBe('2026-11-01T04:00:00Z');
    expect(String(startOfDay('Pacific/Apia', '2011-12-31'))).toBe('2011-12-30T10:00:00Z');
  });

  it('days stay within the years 1 to 9999', () => {
    expect([plusDays('0001-01-01', -1), plusDays('9999-12-31', 1)]).toEqual(['0001-01-01', '9999-12-31']);
    expect(dateIn('America/New_York', at('0001-01-01T00:00Z'))).toBe('0001-01-01');
    expect(dateIn('Asia/Tokyo', at('9999-12-31T23:00Z'))).toBe('9999-12-31');
    expect(dayOf('UTC', '9999-12-31')).toEqual(['9999-12-31T00:00:00Z', '9999-12-31T23:59:59.999999Z']);
    expect(dayOf('Asia/Tokyo', '0001-01-01')[0]).toBe('0001-01-01T00:00:00Z');
  });
});

describe('names of zones', () => {
  it('every name that inputs accept is known to the calendar, short and old ones included', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const short = letters.flatMap((a) => letters.map((b) => `${a}${b}T`));
    const old = [
      'EST',
      'CET',
      'EST5EDT',
      'US/Pacific',
      'Etc/GMT+5',
      'GMT',
      'Japan',
      'europe/kyiv',
      'Asia/Kolkata',
    ];
    const accepted = [...short, ...Intl.supportedValuesOf('timeZone'), ...old].filter(isTimeZone);
    expect(accepted.length).toBeGreaterThan(400);
    expect(old.filter((name) => !isTimeZone(name))).toEqual([]);
    for (const name of accepted) expect(dateIn(name, at('2026-06-15T12:00Z'))).toMatch(/^2026-06-1[56]$/);
  });

  it('offsets, abbreviations of ICU and other texts are no names', () => {
    for (const name of [
      '+05:30',
      'IST',
      'ist',
      'Europe/Atlantis',
      '',
      'Europe/Berlin;',
      'posixrules',
      'x'.repeat(99),
    ])
      expect([name, isTimeZone(name)]).toEqual([name, false]);
  });
});
