import { calendarIntervals, Instant } from '@argus/contracts';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { bucketEdges } from './bucket-edges.js';
import { dateIn, plusDays, startOfDay } from './days.js';

const range = (from: string, to: string) => ({ from: Instant.parse(from)!, to: Instant.parse(to)! });
const texts = (edges: Iterable<Instant>): string[] =>
  [...edges].map((edge) => edge.toString().replace(':00Z', 'Z'));
const hoursBetween = (edges: Iterable<Instant>): number[] => {
  const all = [...edges];
  return all.slice(1).map((edge, at) => Number(edge.us - all[at]!.us) / 3.6e9);
};

describe('intervals of the calendar', () => {
  it('weeks begin on Monday, months and years on their first day, in local time', () => {
    const spring = range('2026-03-27T12:00Z', '2026-04-07T00:00Z');
    expect(texts(bucketEdges('Europe/Berlin', 'week', spring))).toEqual([
      '2026-03-22T23:00Z',
      '2026-03-29T22:00Z',
      '2026-04-05T22:00Z',
      '2026-04-12T22:00Z',
    ]);
    expect(texts(bucketEdges('Asia/Kolkata', 'month', spring))).toEqual([
      '2026-02-28T18:30Z',
      '2026-03-31T18:30Z',
      '2026-04-30T18:30Z',
    ]);
    expect(texts(bucketEdges('Pacific/Auckland', 'year', spring))).toEqual([
      '2025-12-31T11:00Z',
      '2026-12-31T11:00Z',
    ]);
    expect(texts(bucketEdges('UTC', 'week', range('2026-12-30T00:00Z', '2027-01-01T00:00Z')))).toEqual([
      '2026-12-28T00:00Z',
      '2027-01-04T00:00Z',
    ]);
  });

  it('days are as long as they are, and a day that a zone skipped is none', () => {
    expect(
      hoursBetween(bucketEdges('Europe/Berlin', 'day', range('2026-10-24T00:00Z', '2026-10-26T12:00Z'))),
    ).toEqual([24, 25, 24]);
    expect(
      texts(bucketEdges('Pacific/Apia', 'day', range('2011-12-29T11:00Z', '2012-01-01T00:00Z'))),
    ).toEqual(['2011-12-29T10:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z', '2012-01-01T10:00Z']);
  });
});

describe('buckets by the clock', () => {
  it('buckets of hours follow local time: half-hour zones, and hours that clocks show twice or skip', () => {
    expect(texts(bucketEdges('Asia/Kolkata', 3600, range('2026-01-01T00:00Z', '2026-01-01T01:00Z')))).toEqual(
      ['2025-12-31T23:30Z', '2026-01-01T00:30Z', '2026-01-01T01:30Z'],
    );
    const autumn = range('2026-10-24T22:00Z', '2026-10-25T23:00Z');
    expect(hoursBetween(bucketEdges('Europe/Berlin', 3600, autumn))).toEqual(new Array(25).fill(1));
    expect(hoursBetween(bucketEdges('Europe/Berlin', 21_600, autumn))).toEqual([7, 6, 6, 6]);
    const spring = range('2026-03-28T23:00Z', '2026-03-29T22:00Z');
    expect(hoursBetween(bucketEdges('Europe/Berlin', 3600, spring))).toEqual(new Array(23).fill(1));
    expect(hoursBetween(bucketEdges('Europe/Berlin', 21_600, spring))).toEqual([5, 6, 6, 6]);
  });

  it('buckets of whole weeks begin on Monday, and of three days at midnight', () => {
    expect(texts(bucketEdges('UTC', 604_800, range('1970-01-01T00:00Z', '1970-01-06T00:00Z')))).toEqual([
      '1969-12-29T00:00Z',
      '1970-01-05T00:00Z',
      '1970-01-12T00:00Z',
    ]);
    expect(
      texts(bucketEdges('Asia/Kolkata', 3 * 86_400, range('2026-01-01T00:00Z', '2026-01-02T00:00Z'))),
    ).toEqual(['2025-12-31T18:30Z', '2026-01-03T18:30Z']);
  });

  it('a day of the clock is a day of the calendar, also where midnight is skipped or comes twice', () => {
    for (const [zone, from] of [
      ['America/Sao_Paulo', '2018-11-02T12:00Z'],
      ['America/Havana', '2026-10-30T12:00Z'],
      ['Australia/Lord_Howe', '2026-04-03T12:00Z'],
      ['Pacific/Apia', '2011-12-28T12:00Z'],
    ] as const) {
      const around = { from: Instant.parse(from)!, to: Instant.parse(from)!.plusUs(4 * 86_400_000_000) };
      expect([zone, texts(bucketEdges(zone, 86_400, around))]).toEqual([
        zone,
        texts(bucketEdges(zone, 'day', around)),
      ]);
    }
  });

  it('an end of the calendar is an edge', () => {
    const all = range('0001-01-01T00:00Z', '9999-12-31T23:59:59.999999Z');
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
      const edges = texts(bucketEdges(zone, 366 * 86_400, all));
      expect([edges[0], edges.at(-1)]).toEqual(['0001-01-01T00:00Z', '9999-12-31T23:59:59.999999Z']);
    }
  });
});

describe('edges in general', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Pacific/Apia',
  ];
  const moment = fc
    .integer({ min: Date.parse('1995-01-01'), max: Date.parse('2027-01-01') })
    .map((ms) => Instant.ofMs(ms));

  it('edges of any length in any zone ascend, cover the range and have none to spare', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        moment,
        fc.integer({ min: 1, max: 100 }),
        fc.oneof(
          fc.constantFrom(...calendarIntervals),
          fc.constantFrom(60, 420, 3600, 10_800, 86_400, 604_800),
        ),
        (zone, from, times, length) => {
          const spanS = times * (typeof length === 'number' ? length : 86_400);
          const to = from.plusUs(spanS * 1_000_000);
          const edges = bucketEdges(zone, length, { from, to }).map(({ us }) => us);
          expect(edges.slice(1).every((edge, at) => edge > edges[at]!)).toBe(true);
          expect(edges[0]! <= from.us && edges[1]! > from.us).toBe(true);
          expect(edges.at(-1)! >= to.us && edges.at(-2)! < to.us).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the edge of every day is the start of that day, in zones that skip or repeat a midnight or a day too', () => {
    const anyTime = fc
      .integer({ min: Date.parse('1880-01-01'), max: Date.parse('2100-01-01') })
      .map((ms) => Instant.ofMs(ms));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones, 'America/Havana', 'Africa/Casablanca', 'Africa/Cairo', 'America/Juneau'),
        anyTime,
        (zone, from) => {
          const edges = bucketEdges(zone, 'day', { from, to: from.plusUs(400 * 86_400_000_000) });
          const first = dateIn(zone, from);
          const starts = Array.from({ length: edges.length + 5 }, (_, day) =>
            startOfDay(zone, plusDays(first, day)).toString(),
          );
          expect(edges.map(String)).toEqual([...new Set(starts)].slice(0, edges.length));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('ten thousand days ask the rules of their zone once per change of clocks', () => {
    const asked = jest.spyOn(Temporal.PlainDate.prototype, 'toZonedDateTime');
    const range27Years = range('1999-01-01T05:00Z', '2026-05-01T04:00Z');
    try {
      expect(bucketEdges('America/New_York', 'day', range27Years)).toHaveLength(9983);
      /* Twice for each of 55 changes at most. */
      expect(asked.mock.calls.length).toBeLessThan(2 * 56);
    } finally {
      asked.mockRestore();
    }
  });

  it('a bucket of hours or a day never reaches over midnight', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        moment,
        fc.constantFrom(600, 3600, 10_800, 43_200, 86_400),
        (zone, from, lengthS) => {
          const edges = bucketEdges(zone, lengthS, { from, to: from.plusUs(3 * 86_400_000_000) });
          for (const [at, edge] of edges.slice(1).entries())
            expect(dateIn(zone, edge.plusUs(-1))).toBe(dateIn(zone, edges[at]!));
        },
      ),
      { numRuns: 100 },
    );
  });
});
