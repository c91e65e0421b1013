import { describe, expect, it } from '@jest/globals';
import { IssueError } from '../errors/issue.js';
import { spellingsOfUnits, unitOf } from './unit-spellings.js';
import { type Metric, metrics, metricUnits } from './metric-units.js';
import { metricUnit } from './units.js';
import { parse } from '../fields/index.js';
import { RuleDefinition } from './rule-definition.js';

const all = metrics.flatMap((metric) =>
  Object.entries(spellingsOfUnits[metric]).flatMap(([unit, spellings]) =>
    [unit, ...spellings.split(' ')].map((spelling) => ({ metric, unit, spelling })),
  ),
);

const refusalOf = (metric: Metric, sent: unknown): object | undefined => {
  try {
    metricUnit(metric).read(sent, []);
    return undefined;
  } catch (error) {
    return (error as IssueError).issues[0];
  }
};

describe('spellings of units', () => {
  it('units: each has spellings, and no spelling means two', () => {
    for (const metric of metrics) {
      expect(Object.keys(spellingsOfUnits[metric])).toEqual(metricUnits[metric]);
      const units = new Map<string, string>();
      for (const { unit, spelling } of all.filter((each) => each.metric === metric)) {
        const before = units.get(spelling.toLowerCase());
        if (before !== undefined) expect([spelling, unit]).toEqual([spelling, before]);
        units.set(spelling.toLowerCase(), unit);
      }
    }
  });

  it.each(all)('units: $spelling is $unit as a $metric, with spaces around and for underscores', (each) => {
    const { metric, unit, spelling } = each;
    for (const sent of [spelling, ` ${spelling} `, spelling.replaceAll('_', ' ')])
      expect([sent, metricUnit(metric).read(sent, [])]).toEqual([sent, unit]);
  });

  it.each([
    ['temperature', '°c', '°C'],
    ['temperature', 'ºC', '°C'],
    ['temperature', '˚C', '°C'],
    ['temperature', '° C', '°C'],
    ['temperature', '℃', '°C'],
    ['temperature', 'DEGC', '°C'],
    ['temperature', 'Celsius', '°C'],
    ['temperature', '℉', '°F'],
    ['temperature', '\u212a', 'K'],
    ['speed', 'RPM', 'rpm'],
    ['speed', 'min⁻¹', 'rpm'],
    ['speed', 'rad·s⁻¹', 'rad/s'],
    ['speed', 'HZ', 'Hz'],
    ['pressure', 'BAR', 'bar'],
    ['pressure', 'KPA', 'kPa'],
    ['pressure', 'PSI', 'psi'],
    ['pressure', 'hPa', 'mbar'],
    ['pressure', 'N/m²', 'Pa'],
  ] as const)('units: as a %s, %s is %s', (metric, sent, unit) => {
    expect(unitOf(metric, sent)).toBe(unit);
  });

  it.each([
    ['temperature', '°R'],
    ['temperature', 'bar'],
    ['speed', 'm/s'],
    ['pressure', 'mPa'],
    ['pressure', 'Mbar'],
    ['pressure', 'MBAR'],
    ['pressure', 'constructor'],
    ['pressure', ''],
    ['pressure', 7],
  ] as const)('units: as a %s, %s is refused, and the answer names those that there are', (metric, sent) => {
    expect(refusalOf(metric, sent)).toMatchObject({
      code: 'not_a_choice',
      params: { allowed: metricUnits[metric].join(', ') },
    });
  });
});

describe('units of rules', () => {
  const unitIn = (signal: string, unit: string): unknown => {
    const set = { type: 'compare', signal, op: '>', value: 1, unit };
    const nested = { type: 'and', of: [{ type: 'not', of: set }, set] };
    const { set: read } = parse(RuleDefinition, { name: 'r', set: nested });
    return (read as unknown as { of: [{ of: { unit: string } }] }).of[0].of.unit;
  };

  it.each([
    ['temperature', 'degF', '°F'],
    ['temperature', '℉', '°F'],
    ['temperature', 'degrees C', '°C'],
    ['speed', 'revs/min', 'rpm'],
    ['pressure', '[psi]', 'psi'],
  ])('rule: a limit of %s in "%s" is one in %s, at any depth', (signal, sent, unit) =>
    expect(unitIn(signal, sent)).toBe(unit),
  );

  it('rule: the unit of a measurement that the user named is what the user wrote', () =>
    expect(unitIn('viscosity', 'degF')).toBe('degF'));
});
