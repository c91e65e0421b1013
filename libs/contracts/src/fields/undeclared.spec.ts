import { describe, expect, it } from '@jest/globals';
import { Field, listOf, number, object, parse, record, text, UndeclaredNames } from './index.js';
import { nearestName } from './undeclared.js';

class Wheel {
  @Field(number()) radius_mm!: number;
}
class Car {
  @Field(text()) name!: string;
  @Field(object(Wheel), { optional: true }) wheel?: Wheel;
  @Field(record(object(Wheel)), { optional: true }) spares?: Record<string, Wheel>;
}

const issuesOf = (Class: new () => unknown, sent: unknown, besides?: string[]): unknown[] => {
  try {
    parse(Class, sent, new UndeclaredNames(new Set(besides)));
    return [];
  } catch (error) {
    const { details } = error as { details: { issues: { path: unknown[]; params?: { text?: string } }[] } };
    return details.issues.map(({ path, params }) => [path.join('.'), params?.text]);
  }
};

describe('undeclared names', () => {
  it('undeclared names: they are refused in objects, lists and records, with their places', () => {
    expect(
      issuesOf(listOf(Car), [
        { name: 'a' },
        {
          name: 'b',
          colour: 1,
          wheel: { radius_mm: 1, radius: 2 },
          spares: { left: { radius_mm: 1, x: 1 } },
        },
      ]),
    ).toEqual([
      ['1.wheel.radius', 'radius is not a field here; did you mean radius_mm?'],
      ['1.spares.left.x', 'x is not a field here. The fields are radius_mm.'],
      ['1.colour', 'colour is not a field here. The fields are name, wheel, spares.'],
    ]);
  });

  it('undeclared names: names of the answer are taken in the outermost object only', () => {
    expect(issuesOf(Car, { name: 'a', id: 7 }, ['id'])).toEqual([]);
    expect(issuesOf(Car, { name: 'a', wheel: { radius_mm: 1, id: 7 } }, ['id'])).toHaveLength(1);
  });

  it('undeclared names: of many, the first twenty are named, each with fifty characters', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`n${at}${'x'.repeat(100)}`, at]));
    const issues = issuesOf(listOf(Car), [
      { name: 'a', ...many },
      { name: 'b', ...many },
    ]) as [string, string][];
    expect(issues).toHaveLength(20);
    expect(issues.every(([place]) => place.length === '0.'.length + 50)).toBe(true);
  });

  it('undeclared names: without a refusal they are ignored, and a prototype is no name', () => {
    expect(parse(Car, { name: 'a', colour: 1 })).toEqual({ name: 'a' });
    expect(issuesOf(Car, { name: 'a', toString: 1 })).toHaveLength(1);
  });
});

describe('nearestName', () => {
  const names = ['name', 'on_delay_s', 'off_delay_s', 'severity', 'time_zone', 'equipment'];

  it.each([
    ['on_delay', 'on_delay_s'],
    ['on_delay_seconds', 'on_delay_s'],
    ['onDelayS', 'on_delay_s'],
    ['timezone', 'time_zone'],
    ['Severity', 'severity'],
    ['severty', 'severity'],
    ['equipments', 'equipment'],
    ['equipment_id', 'equipment'],
  ])('nearestName: who writes %s means %s', (written, meant) => {
    expect(nearestName(written, names)).toBe(meant);
  });

  it.each(['', '_', 'id', 'colour', 'ns', 'на', 'x'.repeat(50)])(
    'nearestName: %j is near none',
    (written) => {
      expect(nearestName(written, names)).toBeUndefined();
    },
  );
});
