import { type EventTime, later } from '../samples/sample.js';
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
  perSecond(moment: Moment, memory: Float64Array, offset: number, limit: number): number;
}

/** Nearer to the limit than this share of it, digits that only the subtraction of doubles made might decide. */
const NEAR = 1e-6;
/** Digits of a value that count there; readings have fewer. */
const DIGITS = 11;

/** Near the limit as a person reckons: from 20 to 20.6 in six seconds is 0.1 a second. */
function rateOf(x: number, before: number, ms: number, limit: number): number {
  const change = x - before;
  const perSecond = (change / ms) * 1000;
  if (!(Math.abs(perSecond - limit) <= Math.abs(limit) * NEAR)) return perSecond;
  const scale = 10 ** (DIGITS - Math.floor(Math.log10(Math.max(Math.abs(x), Math.abs(before)))));
  return scale >= 1 ? (Math.round(change * scale) * 1000) / (ms * scale) : perSecond;
}

/**
 * The rate is that of the values as `shown` to whoever wrote its limit, who reckons in decimals of that unit.
 *
 * Slots: the newest part, then times and values in a ring by part. Parts lie on a fixed grid of event time.
 */
export function compileRate(column: number, overMs: number, shown: (value: number) => number): CompiledRate {
  const partMs = overMs / PARTS;
  const timeOf = (part: number): number => 1 + (((part % REMEMBERED) + REMEMBERED) % REMEMBERED) * 2;
  return {
    slots: 1 + REMEMBERED * 2,
    perSecond(moment, memory, offset, limit) {
      const x = moment.values[moment.row + column]!;
      const part = Math.floor(moment.at / partMs);
      if (part !== memory[offset]) {
        memory[offset] = part;
        const slot = offset + timeOf(part);
        memory[slot] = moment.at;
        memory[slot + 1] = x;
      }
      const [from, to] = [later(moment.at, -overMs), later(moment.at, -overMs / 2)];
      for (let earlier = part - PARTS; earlier < part; earlier++) {
        const slot = offset + timeOf(earlier);
        const at: EventTime = memory[slot]!;
        // The ring may still hold a value of an earlier round; what is not within the window does not count.
        if (at >= from && at <= to) return rateOf(shown(x), shown(memory[slot + 1]!), moment.at - at, limit);
      }
      return NaN;
    },
  };
}
