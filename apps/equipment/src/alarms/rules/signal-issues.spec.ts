import { metrics, metricUnits } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { unknownSignals, unknownUnits } from './signal-issues.js';

const path = ['set'];
const other = Object.fromEntries(
  metrics.map((signal) => [signal, metricUnits[metrics.find((each) => each !== signal)!][0]]),
);
const vibration = { name: 'vibration', unit: 'mm/s' };

describe('signals and units that a rule names', () => {
  it('a limit takes each unit of its signal and none of another, whose refusal lists those that exist', () => {
    for (const signal of metrics) {
      for (const unit of metricUnits[signal]) expect(unknownUnits([{ signal, unit, path }], [])).toEqual([]);
      const allowed = metricUnits[signal].join(', ');
      expect(unknownUnits([{ signal, unit: other[signal], path }], [])).toEqual([
        { path: ['set', 'unit'], code: 'not_a_choice', params: { value: other[signal], allowed } },
      ]);
    }
  });

  it('a limit of a further measurement takes the unit of its definition; where types differ, one must be chosen', () => {
    const named = (unit: string) => [{ signal: 'vibration', unit, path }];
    expect(unknownUnits(named('mm/s'), [vibration])).toEqual([]);
    expect(unknownUnits(named('g'), [vibration])).toMatchObject([{ params: { allowed: 'mm/s' } }]);
    expect(unknownUnits(named('g'), [vibration, { ...vibration, unit: 'g' }])).toMatchObject([
      { path: ['set', 'unit'], code: 'invalid', params: { text: expect.stringContaining('mm/s, g') } },
    ]);
  });

  it('a limit without a unit is not judged, and a signal that nobody measures is refused once', () => {
    const named = [{ signal: 'noise', unit: 'dB', path }];
    expect(unknownUnits([{ signal: 'temperature', path }, ...named], [])).toEqual([]);
    expect(unknownSignals(named, [vibration])).toEqual([
      {
        path: ['set', 'signal'],
        code: 'not_a_choice',
        params: { value: 'noise', allowed: 'temperature, speed, pressure, vibration' },
      },
    ]);
  });
});
