import { invalid, type Metric, metrics, type Units } from '@argus/contracts';

type SentUnits = { readonly [M in Metric as `${M}_unit`]?: Units[M] | undefined };

/** Returns the units that a reading was sent in; undefined where it names none. */
export function sentUnits({ temperature_unit, speed_unit, pressure_unit }: SentUnits): Units | undefined {
  if (temperature_unit === undefined && speed_unit === undefined && pressure_unit === undefined)
    return undefined;
  return {
    ...(temperature_unit !== undefined && { temperature: temperature_unit }),
    ...(speed_unit !== undefined && { speed: speed_unit }),
    ...(pressure_unit !== undefined && { pressure: pressure_unit }),
  };
}

/** Throws VALIDATION_FAILED for a unit without its value, which would change nothing. */
export function refuseLoneUnits(
  sent: SentUnits & Readonly<Partial<Record<Metric, number | undefined>>>,
): void {
  const lone = metrics.find((metric) => sent[`${metric}_unit`] !== undefined && sent[metric] === undefined);
  if (lone) throw invalid(`${lone}_unit`, 'invalid', { text: `Give \`${lone}\` with its unit.` });
}
