import type { Metric, UnitOf } from './metric-units.js';

type Spellings<M extends Metric> = Readonly<Record<UnitOf<M>, string>>;

/**
 * How else units are written, separated by spaces: first the code of UCUM (ucum.org), then what controllers, OPC UA and people write.
 * Case does not matter where no other unit of physics is written so: `mPa` is no `MPa`, which `exact` keeps apart.
 */
export const spellingsOfUnits: { readonly [M in Metric]: Spellings<M> } = {
  temperature: {
    '°C': 'Cel degC C celsius deg_C deg.C deg._C degrees_C C° degree_celsius degrees_celsius centigrade',
    '°F': '[degF] degF F fahrenheit deg_F deg.F deg._F degrees_F F° degree_fahrenheit degrees_fahrenheit',
    K: 'K kelvin kelvins',
  },
  speed: {
    rpm: '{rev}/min /min 1/min min-1 min^-1 r/min rev/min revs/min U/min revolutions_per_minute',
    'rad/s': 'rad/s rad/sec rad.s-1 radian/s radians/s radians_per_second',
    Hz: 'Hz hertz /s 1/s s-1 s^-1 rps rev/s r/s',
  },
  pressure: {
    bar: 'bar bars',
    mbar: 'mbar mBar hPa millibar millibars hectopascal',
    Pa: 'Pa pascal pascals N/m2',
    kPa: 'kPa kilopascal kilopascals',
    MPa: 'MPa megapascal megapascals N/mm2',
    psi: '[psi] psi lbf/in2 lb/in2 pound_per_square_inch pounds_per_square_inch',
  },
};

/* M is mega and m is milli. */
const exact: ReadonlySet<string> = new Set(['MPa', 'mbar', 'mBar']);

type Units = ReadonlyMap<string, string>;

const unitsOf = (spellings: Readonly<Record<string, string>>): Units =>
  new Map(
    Object.entries(spellings).flatMap(([unit, others]) =>
      [unit, ...others.split(' ')].map((spelling): [string, string] => [
        exact.has(spelling) ? spelling : plainOf(spelling).toLowerCase(),
        unit,
      ]),
    ),
  );

/* Degrees that look alike, as typed on keyboards without °; raised and real minus; dots of products. */
const plainOf = (sent: string): string =>
  sent
    .replace(/[º˚]/g, '°')
    .normalize('NFKC')
    .trim()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[·⋅]/g, '.')
    .replace(/[\s_]+/g, '_')
    .replace(/^°_/, '°');

const unitsByMetric: Readonly<Record<Metric, Units>> = {
  temperature: unitsOf(spellingsOfUnits.temperature),
  speed: unitsOf(spellingsOfUnits.speed),
  pressure: unitsOf(spellingsOfUnits.pressure),
};

/** Returns the unit of a metric that a text means; undefined if it is none. */
export function unitOf(metric: Metric, sent: string): string | undefined {
  const units = unitsByMetric[metric];
  const plain = plainOf(sent);
  const small = plain.toLowerCase();
  return units.get(plain) ?? (exact.has(small) ? undefined : units.get(small));
}
