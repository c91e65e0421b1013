import type { CheckInPlace, CheckInRule, DevicePosition, GeoPoint } from '@argus/contracts';
import { type Area, borderDistanceM, distanceM } from '../sites/geo-fence.js';

export interface NamedArea extends Area {
  readonly name: string;
}

/** What is known where somebody checks in. */
export interface Circumstances {
  readonly position: DevicePosition;
  /** By how much the clock of the device is ahead. */
  readonly clockDifferenceS: number;
  /** Where the person may check in. */
  readonly sites: readonly NamedArea[];
  /** Without any site nobody has told where people may check in. */
  readonly anySiteExists: boolean;
  /** Where the person was accepted last, and how long ago. */
  readonly last:
    { readonly point: GeoPoint; readonly accuracyM: number; readonly secondsAgo: number } | undefined;
  readonly maxAccuracyM: number;
  readonly maxClockDifferenceS: number;
  readonly maxSpeedKmh: number;
}

export type PlaceJudgement = Omit<CheckInPlace, 'outcome'> & { readonly isGood: boolean };

const goodRules: readonly CheckInRule[] = ['inside', 'boundary', 'no_sites'];

/** Judges where somebody checks in. Of several things that are wrong the gravest decides. */
export function judgePlace(now: Circumstances): PlaceJudgement {
  const { position, clockDifferenceS } = now;
  const nearest = nearestOf(now);
  const accuracyM = Math.min(accuracyOf(position) ?? 0, now.maxAccuracyM);
  const rule = ruleOf(now, nearest?.distance, accuracyM);
  const distance_m = nearest === undefined ? null : Math.round(nearest.distance * 10) / 10;
  const site = nearest?.name ?? null;
  return {
    isGood: goodRules.includes(rule),
    rule,
    site,
    distance_m,
    clock_difference_s: Math.round(clockDifferenceS * 10) / 10,
    message: messageOf(rule, site, distance_m),
  };
}

function nearestOf({ sites, position }: Circumstances): { name: string; distance: number } | undefined {
  const measured = sites.map((site) => ({ name: site.name, distance: borderDistanceM(site, position) }));
  return measured.sort((one, other) => one.distance - other.distance)[0];
}

function ruleOf(now: Circumstances, distance: number | undefined, accuracyM: number): CheckInRule {
  if (now.position.is_mock) return 'mock_location';
  if (Math.abs(now.clockDifferenceS) > now.maxClockDifferenceS) return 'clock_difference';
  if (isTooFast(now, accuracyM)) return 'impossible_travel';
  if (!now.anySiteExists) return 'no_sites';
  if (distance === undefined || distance > accuracyM) return 'outside';
  return distance > -accuracyM ? 'boundary' : 'inside';
}

/** Both positions may be off by their accuracy in the person's favour, as far as a device may claim it. */
function isTooFast({ last, position, maxSpeedKmh, maxAccuracyM }: Circumstances, accuracyM: number): boolean {
  if (last === undefined) return false;
  const lastAccuracyM = Math.min(last.accuracyM, maxAccuracyM);
  const travelledM = distanceM(last.point, position) - lastAccuracyM - accuracyM;
  return travelledM > (maxSpeedKmh / 3.6) * Math.max(1, last.secondsAgo);
}

function messageOf(rule: CheckInRule, site: string | null, distanceM: number | null): string {
  switch (rule) {
    case 'inside':
      return `You are at ${site}.`;
    case 'boundary':
      return `You are at the border of ${site}, as far as the position can tell.`;
    case 'no_sites':
      return 'No sites are set up, so every place counts.';
    case 'outside':
      return site === null
        ? 'You may check in at no site.'
        : `You are ${Math.round(distanceM!)} m away from ${site}.`;
    case 'mock_location':
      return 'The device says that its position is a mock one.';
    case 'clock_difference':
      return 'The clock of the device is wrong.';
    case 'impossible_travel':
      return 'Nobody gets here that fast from the last check-in.';
  }
}

/** Radius in metres of where the device takes itself to be; undefined: exactly there. */
export const accuracyOf = ({ accuracy_m, accuracy }: DevicePosition): number | undefined =>
  accuracy_m ?? (accuracy === undefined ? undefined : Math.min(accuracy, 100_000));
