import type { GeoCircle, GeoPoint } from '@argus/contracts';

/** Where people may check in: one of both. */
export interface Area {
  readonly circle: GeoCircle | null;
  readonly polygon: readonly GeoPoint[] | null;
}

/** Mean radius of the earth (IUGG). */
const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine), within 0.5 % of the ellipsoid's. */
export function distanceM(one: GeoPoint, other: GeoPoint): number {
  const [lat1, lat2] = [one.latitude * RADIANS, other.latitude * RADIANS];
  const half = (radians: number): number => Math.sin(radians / 2) ** 2;
  const a =
    half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half((other.longitude - one.longitude) * RADIANS);
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Returns the distance of a point from the border of an area in metres, negative inside. */
export function borderDistanceM({ circle, polygon }: Area, point: GeoPoint): number {
  if (circle) return distanceM(circle, point) - circle.radius_m;
  const corners = polygon!.map((corner) => planeM(corner, point));
  const edges = corners.map((corner, at) => [corner, corners[(at + 1) % corners.length]!] as const);
  const nearest = Math.min(...edges.map(([from, to]) => fromOriginM(from, to)));
  return holdsOrigin(edges) ? -nearest : nearest;
}

/** Returns the corners without the last one where it is the first again, as GeoJSON closes rings (RFC 7946). */
export function openRing<Corner extends GeoPoint>(corners: readonly Corner[]): Corner[] {
  const [first, last] = [corners[0], corners.at(-1)];
  const isClosed = first?.latitude === last?.latitude && first?.longitude === last?.longitude;
  return corners.length > 3 && isClosed ? corners.slice(0, -1) : [...corners];
}

/** Returns why an area is none, as a sentence; undefined for a good one. */
export function faultOf({ circle, polygon }: Area): string | undefined {
  if ((circle === null) === (polygon === null)) return 'A site is a circle or a polygon: give one of them.';
  if (circle) return undefined;
  const [first, ...others] = polygon!;
  if (polygon!.some(({ latitude }) => Math.abs(latitude) > MAX_POLYGON_LATITUDE))
    return `A polygon lies between ${MAX_POLYGON_LATITUDE}° south and north; use a circle.`;
  if (others.some((corner) => distanceM(first!, corner) > MAX_POLYGON_M))
    return 'A polygon is at most 100 km across.';
  const corners = polygon!.map((corner) => planeM(corner, first!));
  if (crosses(corners)) return 'The edges of the polygon cross each other.';
  return Math.abs(areaM2(corners)) < MIN_AREA_M2
    ? 'The polygon encloses less than 100 square metres.'
    : undefined;
}

/* The plane below is within 1 % up to there and that far. */
const MAX_POLYGON_LATITUDE = 80;
const MAX_POLYGON_M = 100_000;
const MIN_AREA_M2 = 100;

type Plane = readonly [eastM: number, northM: number];

/** Metres east and north of an origin, on the plane that touches there. */
function planeM(point: GeoPoint, origin: GeoPoint): Plane {
  const turned = point.longitude - origin.longitude;
  const east = turned - 360 * Math.round(turned / 360);
  return [
    east * RADIANS * EARTH_M * Math.cos(origin.latitude * RADIANS),
    (point.latitude - origin.latitude) * RADIANS * EARTH_M,
  ];
}

/** Distance of the origin from the line between two points. */
function fromOriginM([ax, ay]: Plane, [bx, by]: Plane): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + along * dx, ay + along * dy);
}

/** Whether a ray to the east meets an odd number of edges. */
const holdsOrigin = (edges: readonly (readonly [Plane, Plane])[]): boolean =>
  edges.filter(([[ax, ay], [bx, by]]) => ay > 0 !== by > 0 && ax - (ay * (bx - ax)) / (by - ay) > 0).length %
    2 ===
  1;

const areaM2 = (corners: readonly Plane[]): number =>
  corners.reduce((sum, [ax, ay], at) => {
    const [bx, by] = corners[(at + 1) % corners.length]!;
    return sum + (ax * by - bx * ay) / 2;
  }, 0);

function crosses(corners: readonly Plane[]): boolean {
  const count = corners.length;
  const side = ([ax, ay]: Plane, [bx, by]: Plane, [cx, cy]: Plane): number =>
    Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  for (let one = 0; one < count; one++)
    for (let other = one + 2; other < count; other++) {
      if (one === 0 && other === count - 1) continue;
      const [a, b, c, d] = [corners[one]!, corners[one + 1]!, corners[other]!, corners[(other + 1) % count]!];
      if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
    }
  return false;
}
