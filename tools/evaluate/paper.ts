/* A photograph on paper before a camera: flat or bent about an upright axis, turned and tilted by a hand. */

export interface RgbPicture {
  readonly rgb: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface PaperPose {
  /** Degrees; positive to the right side of the picture, down, clockwise. */
  readonly yaw: number;
  readonly pitch?: number;
  readonly roll?: number;
  /** Radius of the bend; absent: flat. */
  readonly bendMm?: number;
}

export const camera = { width: 400, height: 300, focalPx: 360 };
const DISTANCE_MM = 450;
const PAPER_MM = 330;
const BACKGROUND = 90;

type Triple = readonly [number, number, number];

/** Returns RGB bytes of what the camera sees. */
export function photographPaper(photograph: RgbPicture, pose: PaperPose): Buffer {
  const { width, height, focalPx } = camera;
  const out = Buffer.alloc(width * height * 3, BACKGROUND);
  const toPaper = inverseTurn(pose);
  const eye = toPaper([0, 0, -DISTANCE_MM]);
  const perMm = photograph.width / PAPER_MM;
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) {
      const ray = toPaper([(u - width / 2) / focalPx, (v - height / 2) / focalPx, 1]);
      const hit = pose.bendMm === undefined ? onPlane(eye, ray) : onCylinder(eye, ray, pose.bendMm);
      if (!hit) continue;
      const x = hit[0] * perMm + photograph.width / 2;
      const y = hit[1] * perMm + photograph.height / 2;
      copyPixel(photograph, x, y, out, (v * width + u) * 3);
    }
  return out;
}

/** Returns the map from camera axes to the paper's. */
function inverseTurn({ yaw, pitch = 0, roll = 0 }: PaperPose): (vector: Triple) => Triple {
  const [[sy, cy], [sp, cp], [sr, cr]] = [-yaw, pitch, roll].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [Math.sin(angle), Math.cos(angle)] as const;
  }) as [readonly [number, number], readonly [number, number], readonly [number, number]];
  const rows: readonly Triple[] = [
    [cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr, sy * cp],
    [cp * sr, cp * cr, -sp],
    [-sy * cr + cy * sp * sr, sy * sr + cy * sp * cr, cy * cp],
  ];
  const column = (vector: Triple, at: 0 | 1 | 2): number =>
    rows.reduce((sum, row, i) => sum + row[at] * vector[i]!, 0);
  return (vector) => [column(vector, 0), column(vector, 1), column(vector, 2)];
}

function onPlane(eye: Triple, ray: Triple): readonly [number, number] | undefined {
  const way = -eye[2] / ray[2];
  return way > 0 ? [eye[0] + way * ray[0], eye[1] + way * ray[1]] : undefined;
}

/** The front of a cylinder whose axis lies behind the middle of the paper. */
function onCylinder(eye: Triple, ray: Triple, radius: number): readonly [number, number] | undefined {
  const depth = eye[2] - radius;
  const a = ray[0] ** 2 + ray[2] ** 2;
  const b = eye[0] * ray[0] + depth * ray[2];
  const discriminant = b * b - a * (eye[0] ** 2 + depth ** 2 - radius ** 2);
  if (discriminant < 0) return undefined;
  const way = (-b - Math.sqrt(discriminant)) / a;
  const around = Math.atan2(eye[0] + way * ray[0], -(depth + way * ray[2]));
  return [around * radius, eye[1] + way * ray[1]];
}

function copyPixel({ rgb, width, height }: RgbPicture, x: number, y: number, out: Buffer, at: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return;
  const [across, down] = [x - left, y - top];
  for (let channel = 0; channel < 3; channel++) {
    const value = (column: number, row: number) => rgb[(row * width + column) * 3 + channel]!;
    const above = value(left, top) * (1 - across) + value(left + 1, top) * across;
    const below = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across;
    out[at + channel] = Math.round(above * (1 - down) + below * down);
  }
}
