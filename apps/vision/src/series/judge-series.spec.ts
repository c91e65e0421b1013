import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headSeries, obedient, photographSeries, type Movement } from '../testing/moving-head.js';
import { type ChallengeStep, durationOf, randomSteps } from './challenge-step.js';
import type { FaceSighting } from './face-sighting.js';
import { judgeSeries } from './judge-series.js';

const turnFirst: ChallengeStep[] = [
  { action: 'turn', direction: 'left', atMs: 1200, withinMs: 1900 },
  { action: 'blink', direction: null, atMs: 4700, withinMs: 1500 },
];
const steps = fc.constant(null).map(() => randomSteps());
const with_ = (change: (moved: Movement, atMs: number) => Partial<Movement>) => {
  const obey = obedient(turnFirst);
  return (atMs: number): Movement => ({ ...obey(atMs), ...change(obey(atMs), atMs) });
};

describe('judgeSeries', () => {
  it('judgeSeries: a solid head that follows random steps passes, for any turn from 32° to 50°', () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 32, max: 50, noNaN: true }), (asked, degrees) => {
        const judgement = judgeSeries(asked, headSeries(asked, obedient(asked, degrees)));
        expect(judgement).toMatchObject({ outcome: 'passed', reasons: [] });
      }),
    );
  });

  it('judgeSeries: a flat photograph never passes, however far it is turned and tilted, even if it could blink', () => {
    const angle = fc.double({ min: -70, max: 70, noNaN: true });
    fc.assert(
      fc.property(steps, angle, angle, (asked, degrees, pitch) => {
        const obey = obedient(asked, degrees);
        const movement = (atMs: number): Movement => ({
          ...obey(atMs),
          pitch: (pitch * obey(atMs).yaw) / (degrees || 1),
        });
        expect(judgeSeries(asked, photographSeries(asked, movement)).outcome).not.toBe('passed');
      }),
      { numRuns: 150 },
    );
  });

  it('judgeSeries: a flat photograph that is turned as asked is named FLAT', () => {
    expect(judgeSeries(turnFirst, photographSeries(turnFirst)).reasons).toEqual(['FLAT']);
  });

  it.each<[string, Movement | ((moved: Movement, atMs: number) => Partial<Movement>), string[]]>([
    ['who holds the head still', () => ({ yaw: 0 }), ['TURN_MISSING']],
    ['who turns to the other side', ({ yaw }) => ({ yaw: -yaw }), ['TURN_WRONG_DIRECTION']],
    ['whose eyes stay open', () => ({ lids: 1 }), ['BLINK_MISSING']],
    ['whose eyes shut and stay shut', (_, atMs) => ({ lids: atMs > 5000 ? 0 : 1 }), ['BLINK_MISSING']],
    ['whose eyes never open', () => ({ lids: 0 }), ['EYES_NOT_OPEN']],
    [
      'who turned before being told',
      (_, atMs) => (atMs < 1000 ? { yaw: 30 * (atMs / 1000) } : {}),
      ['MOVED_EARLY'],
    ],
    ['whose head is turned all the time', ({ yaw }) => ({ yaw: yaw + 25 }), ['NOT_FACING']],
  ])('judgeSeries: a head %s gets the reason', (_, change, reasons) => {
    const movement = with_(change as (moved: Movement, atMs: number) => Partial<Movement>);
    const judgement = judgeSeries(turnFirst, headSeries(turnFirst, movement));
    expect(judgement.reasons).toEqual(expect.arrayContaining(reasons));
    expect(judgement.outcome).not.toBe('passed');
  });

  it('judgeSeries: a recording passes the next challenge less than once in twelve times', () => {
    const passed = Array.from({ length: 1000 }, () => {
      const [recorded, asked] = [randomSteps(), randomSteps()];
      return judgeSeries(asked, headSeries(recorded)).outcome === 'passed';
    }).filter(Boolean);
    expect(passed.length).toBeLessThan(1000 / 12);
  });

  it('judgeSeries: a series for other directions fails', () => {
    fc.assert(
      fc.property(steps, (asked) => {
        const other = asked.map((step): ChallengeStep =>
          step.action === 'turn'
            ? { ...step, direction: step.direction === 'left' ? 'right' : 'left' }
            : step,
        );
        expect(judgeSeries(other, headSeries(asked)).outcome).toBe('failed');
      }),
    );
  });

  it('judgeSeries: missing frames are inconclusive, a jumping face fails', () => {
    const series = headSeries(turnFirst);
    const thinned = series.filter((_, i) => i % 5 === 0);
    expect(judgeSeries(turnFirst, thinned).reasons).toContain('FRAMES_TOO_SPARSE');
    expect(judgeSeries(turnFirst, []).outcome).toBe('inconclusive');
    const short = series.filter(({ atMs }) => atMs < durationOf(turnFirst) - 500);
    expect(judgeSeries(turnFirst, short).reasons).toContain('FRAMES_TOO_SPARSE');
    const jumping = series.map((sighting, i): FaceSighting =>
      i === 40 ? { ...sighting, box: { ...sighting.box, x: 900 } } : sighting,
    );
    expect(judgeSeries(turnFirst, jumping)).toMatchObject({ outcome: 'failed', reasons: ['FACE_JUMPED'] });
  });
});

describe('randomSteps', () => {
  it('randomSteps: each order and direction comes up, and moments differ', () => {
    const made = Array.from({ length: 200 }, randomSteps);
    const kinds = new Set(
      made.map((each) => each.map(({ action, direction }) => direction ?? action).join()),
    );
    expect(kinds.size).toBe(12);
    for (const kind of kinds) expect(kind.match(/left|right/g)).toHaveLength(2);
    expect(new Set(made.map((each) => each[0]!.atMs)).size).toBeGreaterThan(100);
    for (const each of made) expect(durationOf(each)).toBeLessThan(15_000);
  });
});
