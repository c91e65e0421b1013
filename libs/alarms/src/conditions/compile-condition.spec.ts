import type { Condition } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { compileCondition } from './compile-condition.js';
import { emptyMoment } from './moment.js';

const signals = ['temperature'];
const hot: Condition = { type: 'compare', signal: 'temperature', op: '>', value: 80 };

/**
 * Answers at samples (seconds, temperature) and, where the temperature is left out, at that time without one. A sample with
 * NaN lacks the temperature.
 */
function answers(condition: Condition, ...points: [seconds: number, temperature?: number][]) {
  const compiled = compileCondition(condition, signals);
  const memory = new Float64Array(compiled.slots + 2).fill(NaN);
  const moment = emptyMoment(signals);
  return points.map(([seconds, temperature]) => {
    moment.at = seconds * 1000;
    moment.isSample = temperature !== undefined;
    if (temperature !== undefined) {
      moment.lastSampleAt = moment.at;
      if (!Number.isNaN(temperature)) {
        moment.values[0] = temperature;
        moment.seenAt[0] = moment.at;
      }
    }
    moment.due = Infinity;
    const holds = compiled.evaluate(moment, memory, 1);
    // Neighbours' slots are theirs.
    expect(memory[0]).toBeNaN();
    expect(memory[compiled.slots + 1]).toBeNaN();
    return moment.due === Infinity ? holds : `${holds} until ${moment.due / 1000}`;
  });
}

describe('conditions', () => {
  it('a comparison holds until the signal is back by the deadband', () => {
    const condition: Condition = { ...hot, deadband: 3 };
    expect(answers(condition, [0, 80], [1, 80.1], [2, 78], [3, 77], [4, 79])).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    const cold: Condition = { type: 'compare', signal: 'temperature', op: '<=', value: 5, deadband: 1 };
    expect(answers(cold, [0, 6], [1, 5], [2, 6], [3, 6.1])).toEqual([false, true, true, false]);
  });

  it('a band holds inside or outside of its limits, with a deadband', () => {
    const band = { type: 'band', signal: 'temperature', low: 10, high: 20, deadband: 2 } as const;
    expect(
      answers(
        { ...band, is: 'inside' },
        [0, 9],
        [1, 10],
        [2, 8],
        [3, 7.9],
        [4, 21],
        [5, 20],
        [6, 22],
        [7, 22.1],
      ),
    ).toEqual([false, true, true, false, false, true, true, false]);
    expect(
      answers({ ...band, is: 'outside' }, [0, 10], [1, 9], [2, 11], [3, 12], [4, 20.5], [5, 18.5], [6, 18]),
    ).toEqual([false, true, true, false, true, true, false]);
  });

  it('a rate of change needs samples over half of its window', () => {
    const rising: Condition = {
      type: 'rate_of_change',
      signal: 'temperature',
      op: '>',
      per_second: 1,
      over_s: 8,
    };
    expect(answers(rising, [0, 0], [2, 10], [4, 10], [8, 10], [11, 13])).toEqual([
      false,
      false,
      'true until 8.001',
      'true until 12.001',
      false,
    ]);
    // Of two readings far apart the older one has left the window.
    expect(answers(rising, [0, 0], [100, 1000])).toEqual([false, false]);
  });

  it('a rate of change equal to its limit, as a person reckons it, is not beyond it', () => {
    const rising = { type: 'rate_of_change', signal: 'temperature', per_second: 0.1, over_s: 8 } as const;
    expect(answers({ ...rising, op: '>' }, [0, 20], [6, 20.6])).toEqual([false, false]);
    expect(answers({ ...rising, op: '>=' }, [0, 20], [6, 20.6])).toEqual([false, 'true until 10.001']);
    expect(answers({ ...rising, op: '>' }, [0, 20], [6, 20.600001])).toEqual([false, 'true until 10.001']);
    expect(answers({ ...rising, op: '<' }, [0, 20.6], [6, 21.2])).toEqual([false, false]);
  });

  it('a rate of change ends half a window after the last value, also where other signals still come', () => {
    const rising = {
      type: 'rate_of_change',
      signal: 'temperature',
      op: '>',
      per_second: 1,
      over_s: 8,
    } as const;
    const held = 'true until 8.001';
    expect(answers(rising, [0, 0], [4, 10], [6], [8], [8.001])).toEqual([false, held, held, held, false]);
    expect(answers(rising, [0, 0], [4, 10], [6, NaN], [9, NaN])).toEqual([false, held, held, false]);
    const late: Condition = { type: 'for', duration_s: 600, of: rising };
    expect(answers(late, [0, 0], [4, 10], [8.001], [604])).toEqual([
      false,
      'false until 8.001',
      false,
      false,
    ]);
    // Silence never makes it true, whichever values leave the window.
    expect(answers(rising, [0, 0], [1, 0], [2, 0], [4, 4], [6], [7])).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('silence counts from the last sample', () => {
    expect(answers({ type: 'stale', after_s: 10 }, [0, 1], [9], [10], [11, 1])).toEqual([
      'false until 10',
      'false until 10',
      true,
      'false until 21',
    ]);
  });

  it('a duration counts only while its condition holds without a break', () => {
    const lasting: Condition = { type: 'for', duration_s: 5, of: hot };
    expect(answers(lasting, [0, 81], [4, 79], [5, 81], [9, 82], [10], [11, 90], [12, 0])).toEqual([
      'false until 5',
      false,
      'false until 10',
      'false until 10',
      true,
      true,
      false,
    ]);
  });

  it('repetitions count within a moving window', () => {
    const thrice: Condition = { type: 'repeated', times: 3, within_s: 10, of: hot };
    expect(
      answers(thrice, [0, 81], [1, 79], [4, 81], [5, 79], [9, 81], [10], [11, 79], [12, 81], [14], [20, 79]),
    ).toEqual([false, false, false, false, 'true until 10', false, false, 'true until 14', false, false]);
  });

  it('and, or, not and at_least evaluate all their parts, so that each remembers', () => {
    const limit = (value: number): Condition => ({ ...hot, value });
    const of = [limit(10), limit(20), limit(30)];
    const at = [5, 15, 25, 35].map((temperature, i) => [i, temperature] as [number, number]);
    expect(answers({ type: 'and', of }, ...at)).toEqual([false, false, false, true]);
    expect(answers({ type: 'or', of }, ...at)).toEqual([false, true, true, true]);
    expect(answers({ type: 'at_least', count: 2, of }, ...at)).toEqual([false, false, true, true]);
    expect(answers({ type: 'not', of: limit(10) }, ...at)).toEqual([true, false, false, false]);
    const held: Condition = { type: 'or', of: [limit(30), { type: 'for', duration_s: 2, of: limit(10) }] };
    expect(answers(held, [0, 15], [1, 35], [2, 15])).toEqual(['false until 2', 'true until 2', true]);
  });

  describe('a sample that lacks the signal', () => {
    const missing = NaN;
    const rising: Condition = {
      type: 'rate_of_change',
      signal: 'temperature',
      op: '>',
      per_second: 1,
      over_s: 8,
    };

    it('a sample that lacks the signal changes no comparison and no deadband', () => {
      expect(answers(hot, [0, 81], [1, missing], [2, 79], [3, missing])).toEqual([true, true, false, false]);
      const held: Condition = { ...hot, deadband: 3 };
      expect(answers(held, [0, 81], [1, missing], [2, 79], [3, missing], [4, 77])).toEqual([
        ...[true, true, true, true, false],
      ]);
    });

    it('a sample that lacks the signal changes no band, inside or outside', () => {
      const band = { type: 'band', signal: 'temperature', low: 10, high: 20 } as const;
      expect(answers({ ...band, is: 'inside' }, [0, 15], [1, missing])).toEqual([true, true]);
      expect(answers({ ...band, is: 'outside' }, [0, 25], [1, missing])).toEqual([true, true]);
    });

    it('a sample that lacks the signal changes no negation', () => {
      expect(answers({ type: 'not', of: hot }, [0, 1], [1, missing], [2, 81], [3, missing])).toEqual([
        ...[true, true, false, false],
      ]);
    });

    it('a rate of change measures only from values that came', () => {
      expect(answers(rising, [0, missing], [0.5, 0], [4, missing], [4.5, 10])).toEqual([
        ...[false, false, false, 'true until 8.501'],
      ]);
      // 20 in eight seconds; a repeated 0 at second 4 would make it 20 in four once the first has left the window.
      expect(answers({ ...rising, per_second: 2.4 }, [0, 0], [4, missing], [8.1, 20])).toEqual([
        ...[false, false, false],
      ]);
      expect(answers(rising, [0, 0], [4, 10], [6, missing], [8, 10])).toEqual([
        ...[false, 'true until 8.001', 'true until 8.001', 'true until 12.001'],
      ]);
    });

    it('a duration goes on while samples lack its signal', () => {
      const lasting: Condition = { type: 'for', duration_s: 2, of: hot };
      expect(answers(lasting, [0, 81], [1, missing], [2, missing])).toEqual([
        ...['false until 2', 'false until 2', true],
      ]);
    });

    it('repetitions do not count a value twice', () => {
      const twice: Condition = { type: 'repeated', times: 2, within_s: 10, of: hot };
      expect(answers(twice, [0, 81], [1, missing], [2, 81], [3, missing])).toEqual(Array(4).fill(false));
    });

    it('silence of a signal counts from its last value', () => {
      const silent: Condition = { type: 'stale', signal: 'temperature', after_s: 10 };
      expect(answers(silent, [0, 1], [9, missing], [10, missing], [11, 1], [21])).toEqual([
        ...['false until 10', 'false until 10', true, 'false until 21', true],
      ]);
    });
  });

  describe('a signal that was never measured', () => {
    const unknown = NaN;
    const silent: Condition = { type: 'stale', signal: 'temperature', after_s: 1 };

    it('a condition over a signal that was never measured does not hold, nor does its negation', () => {
      const conditions: Condition[] = [hot, { type: 'not', of: hot }, silent, { type: 'not', of: silent }];
      for (const of of conditions) {
        expect(answers(of, [0, unknown], [5, unknown])).toEqual([false, false]);
        expect(answers({ type: 'not', of }, [0, unknown], [5, unknown])).toEqual([false, false]);
      }
    });

    it('the negation of silence of the whole source needs no signal', () => {
      const heard: Condition = { type: 'not', of: { type: 'stale', after_s: 10 } };
      expect(answers(heard, [0, unknown])).toEqual(['true until 10']);
    });
  });

  it('a condition about a signal that the source does not have never holds', () => {
    expect(answers({ ...hot, signal: 'vibration' }, [0, 81])).toEqual([false]);
    expect(answers({ type: 'not', of: { ...hot, signal: 'vibration' } }, [0, 81])).toEqual([false]);
  });
});
