import type { Sample, Signals } from '@argus/alarms';
import { type MeasurementValues, signals } from '@argus/contracts';

/** The signals of equipment whose type has these further measurements. The documented three come first. */
export const signalsOf = (measurementNames: readonly string[]): Signals => [...signals, ...measurementNames];

export interface Measured {
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  readonly measurements?: MeasurementValues | null | undefined;
}

/** The values of a reading in the order of the signals. */
export function valuesOf(all: Signals, { temperature, speed, pressure, measurements }: Measured): number[] {
  const values = [temperature, speed, pressure];
  for (let i = values.length; i < all.length; i++) values.push(measurements?.[all[i]!] ?? NaN);
  return values;
}

export const sampleOfReading = (all: Signals, at: number, measured: Measured): Sample => ({
  at,
  values: valuesOf(all, measured),
});

/** Whether a reading's further measurements are among the signals. */
export const hasMeasurements = (all: Signals): boolean => all.length > signals.length;

/** The documented values of a sample by name. */
export const measuredOf = (values: readonly number[]): Measured => ({
  temperature: values[0]!,
  speed: values[1]!,
  pressure: values[2]!,
});
