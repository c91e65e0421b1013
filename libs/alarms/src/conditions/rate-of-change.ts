import type { EventTime } from '../samples/sample.js';
import type { Moment } from './moment.js';

/** Values remembered per window: the first of each eighth, which bounds the memory whatever the rate of samples. */
const PARTS = 8;
const REMEMBERED = PARTS + 1;

export interface CompiledRate {
  readonly slots: number;
  /**
   * Change per second since the oldest remembered value of the window; NaN while that is younger than half of it. Called only
   * at samples that have the signal.
   */
  perSecond(moment: Moment, memory: Float64Array, offset: number): number;
}

/** Slots: the newest part, then times and values in a ring by part. Parts lie on a fixed grid of event time. */
export function compileRate(column: number, overMs: number): CompiledRate {
  const partMs = overMs / PARTS;
  const timeOf = (part: number): number => 1 + (((part % REMEMBERED) + REMEMBERED) % REMEMBERED) * 2;
  return {
    slots: 1 + REMEMBERED * 2,
    perSecond(moment, memory, offset) {
      const x = moment.values[moment.row + column]!;
      const part = Math.floor(moment.at / partMs);
      if (part !== memory[offset]) {
        memory[offset] = part;
        const slot = offset + timeOf(part);
        memory[slot] = moment.at;
        memory[slot + 1] = x;
      }
      for (let earlier = part - PARTS; earlier < part; earlier++) {
        const slot = offset + timeOf(earlier);
        const at: EventTime = memory[slot]!;
        // The ring may still hold a value of an earlier round; what is not within the window does not count.
        if (at >= moment.at - overMs && at <= moment.at - overMs / 2)
          return ((x - memory[slot + 1]!) / (moment.at - at)) * 1000;
      }
      return NaN;
    },
  };
}
