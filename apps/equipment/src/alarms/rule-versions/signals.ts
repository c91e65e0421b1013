import type { Sample, Signals } from '@argus/alarms';
import { signals } from '@argus/contracts';

/** The signals that equipment of a type measures and its rules may look at. The documented three come first. */
export const signalsOf = (_equipmentType: string): Signals => signals;

export interface Measured {
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
}

/** The values of a reading in the order of `signalsOf`. */
export const valuesOf = ({ temperature, speed, pressure }: Measured): number[] => [
  temperature,
  speed,
  pressure,
];

export const sampleOfReading = (at: number, measured: Measured): Sample => ({
  at,
  values: valuesOf(measured),
});

/** The documented values of a sample by name. */
export const measuredOf = (values: readonly number[]): Measured => ({
  temperature: values[0]!,
  speed: values[1]!,
  pressure: values[2]!,
});
