/** RGB, row by row. */
export interface FacePicture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Middle of each iris in pixels; right is the person's own. */
  readonly rightEye: readonly [x: number, y: number];
  readonly leftEye: readonly [x: number, y: number];
}

interface Vertex {
  readonly x: number;
  readonly y: number;
  /** Depth; smaller is nearer. */
  readonly z: number;
  readonly fromX: number;
  readonly fromY: number;
}

/** Distance between the points of the surface, in pixels of the picture. */
const GRID_PX = 6;
/* The head in distances of the eyes, around their middle: a mean adult's. */
const HALF_WIDTH = 1.18;
const HALF_HEIGHT = 1.75;
const CENTRE_DOWN = 0.45;
const DEPTH = 1.35;
const NOSE = { length: 0.62, height: 0.42, halfWidth: 0.16 };
/** The neck, about which the head turns, in distances of the eyes behind the rim of the face. */
const NECK = 0.2;

/** Returns how far a point of the face stands out before the rim of the face, in distances of the eyes. */
function protrusion(x: number, y: number): number {
  const inside = 1 - (x / HALF_WIDTH) ** 2 - ((y - CENTRE_DOWN) / HALF_HEIGHT) ** 2;
  if (inside <= 0) return 0;
  const along =
    Math.min(Math.max(y / NOSE.length, 0), 1) *
    (y > NOSE.length ? Math.max(0, 1 - (y - NOSE.length) / 0.15) : 1);
  return DEPTH * Math.sqrt(inside) + NOSE.height * along * Math.exp(-((x / NOSE.halfWidth) ** 2) / 2);
}

/**
 * Returns the picture with its face turned about the neck; positive yaw is to the right side of the picture. A solid face has the
 * depth of a mean head; a flat one is a photograph that somebody turns, together with its background.
 */
export function turnFace(
  picture: FacePicture,
  yawDegrees: number,
  { solid }: { solid: boolean },
): Uint8Array {
  const { width, height, rightEye, leftEye } = picture;
  const [ex, ey] = [leftEye[0] - rightEye[0], leftEye[1] - rightEye[1]];
  const eyesPx = Math.hypot(ex, ey);
  const [ux, uy] = [ex / eyesPx, ey / eyesPx];
  const [mx, my] = [(leftEye[0] + rightEye[0]) / 2, (leftEye[1] + rightEye[1]) / 2];
  const [sine, cosine] = [Math.sin((yawDegrees * Math.PI) / 180), Math.cos((yawDegrees * Math.PI) / 180)];
  const vertexAt = (fromX: number, fromY: number): Vertex => {
    const across = ((fromX - mx) * ux + (fromY - my) * uy) / eyesPx;
    const down = ((fromY - my) * ux - (fromX - mx) * uy) / eyesPx;
    const stands = solid ? protrusion(across, down) : 0;
    const moves = !solid || stands > 0;
    const z = solid ? -stands - NECK : 0;
    const turnedX = moves ? across * cosine - z * sine : across;
    const turnedZ = moves ? across * sine + z * cosine : 0;
    const x = mx + (turnedX * ux - down * uy) * eyesPx;
    const y = my + (turnedX * uy + down * ux) * eyesPx;
    return { x, y, z: turnedZ, fromX, fromY };
  };
  const columns = Math.floor((width - 1) / GRID_PX);
  const rows = Math.floor((height - 1) / GRID_PX);
  const grid = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 1 }, (__, column) => vertexAt(column * GRID_PX, row * GRID_PX)),
  );
  const out = solid ? Uint8Array.from(picture.rgb) : new Uint8Array(width * height * 3).fill(110);
  const depth = new Float32Array(width * height).fill(solid ? 0 : Infinity);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [a, b, c, d] = [
        grid[row]![column]!,
        grid[row]![column + 1]!,
        grid[row + 1]![column]!,
        grid[row + 1]![column + 1]!,
      ];
      drawTriangle(picture, [a, b, c], out, depth);
      drawTriangle(picture, [b, d, c], out, depth);
    }
  return out;
}

function drawTriangle(
  picture: FacePicture,
  [a, b, c]: readonly [Vertex, Vertex, Vertex],
  out: Uint8Array,
  depth: Float32Array,
): void {
  const { width, height } = picture;
  const area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  if (Math.abs(area) < 1e-9) return;
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x)));
  const right = Math.min(width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const first = ((b.x - x) * (c.y - y) - (b.y - y) * (c.x - x)) / area;
      const second = ((c.x - x) * (a.y - y) - (c.y - y) * (a.x - x)) / area;
      const third = 1 - first - second;
      if (first < -1e-6 || second < -1e-6 || third < -1e-6) continue;
      const z = first * a.z + second * b.z + third * c.z;
      const at = y * width + x;
      if (!(z < depth[at]!)) continue;
      depth[at] = z;
      const fromX = first * a.fromX + second * b.fromX + third * c.fromX;
      const fromY = first * a.fromY + second * b.fromY + third * c.fromY;
      copyBetween(picture, fromX, fromY, out, at);
    }
}

function copyBetween({ rgb, width }: FacePicture, x: number, y: number, out: Uint8Array, at: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [x - left, y - top];
  for (let channel = 0; channel < 3; channel++) {
    const value = (column: number, row: number) => rgb[(row * width + column) * 3 + channel] ?? 0;
    const above = value(left, top) * (1 - across) + value(left + 1, top) * across;
    const below = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across;
    out[at * 3 + channel] = Math.round(above * (1 - down) + below * down);
  }
}
