import { PRINT_BYTES } from './frame-print.js';
import type { FramePrint } from './frame-print.js';

/**
 * Most differing bits of two prints of one frame. Frames encoded anew, scaled, turned or lit anew differ in 0.035 (median) and 0.065
 * (95 %), mirrored ones in 0.054 and 0.08, frames of one man 12 s apart in 0.12 from the nearest one.
 */
const MAX_DIFFERENCE = 0.055;
const MAX_BITS = Math.floor(MAX_DIFFERENCE * PRINT_BYTES * 8);
/** Frames of a series that are looked up; more take time and tell nothing new. */
const LOOKED_UP = 40;

const ones = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Returns the share of the frames that the earlier series has, too, as they are or mirrored. `earlier` is its prints in a row. */
export function shareSeenBefore(frames: readonly FramePrint[], earlier: Uint8Array): number {
  const every = Math.max(1, frames.length / LOOKED_UP);
  const some = frames.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
  if (some.length === 0) return 0;
  return (
    some.filter(({ print, mirrored }) => isIn(print, earlier) || isIn(mirrored, earlier)).length / some.length
  );
}

function isIn(print: Uint8Array, earlier: Uint8Array): boolean {
  for (let start = 0; start + PRINT_BYTES <= earlier.length; start += PRINT_BYTES) {
    let differing = 0;
    for (let i = 0; i < PRINT_BYTES && differing <= MAX_BITS; i++)
      differing += ones[print[i]! ^ earlier[start + i]!]!;
    if (differing <= MAX_BITS) return true;
  }
  return false;
}
