import { apply, type Matrix3, rotationOf, type Vector3 } from '@argus/gaze-geometry';
import { facePoints } from '../gaze/face-model.js';
import type { ChallengeStep } from '../series/challenge-step.js';
import { durationOf } from '../series/challenge-step.js';
import { PRINT_BYTES } from '../series/frame-print.js';
import type { FaceSighting } from '../series/face-sighting.js';

const FRAME_MS = 100;
const FOCAL_PX = 576;
const DISTANCE_MM = 500;
/** The mesh understates depth: of rendered heads and of a film it sees relief of 1.15 times the sine of the turn. */
const MESH_DEPTH = 0.85;

/** These heads have no skin that a print could show. */
const unseen = { print: new Uint8Array(PRINT_BYTES), mirrored: new Uint8Array(PRINT_BYTES) };

/** What a head does at a moment: degrees, and lids from 0 (shut) to 1. */
export interface Movement {
  readonly yaw: number;
  readonly pitch?: number;
  readonly lids?: number;
}

/** Returns what an obedient person does: half a second after the word a turn by `degrees` and back, or a blink. */
export function obedient(steps: readonly ChallengeStep[], degrees = 38): (atMs: number) => Movement {
  return (atMs) => {
    let yaw = 0;
    let lids = 1;
    for (const { atMs: toldMs, direction, action } of steps) {
      const since = atMs - toldMs - 500;
      if (action === 'turn') {
        const way = Math.max(0, Math.sin((Math.min(Math.max(since, 0), 1500) / 1500) * Math.PI));
        yaw += (direction === 'left' ? 1 : -1) * degrees * way;
      } else if (since >= 0 && since < 300) lids = 0;
    }
    return { yaw, lids };
  };
}

/** Returns the sightings of a solid head that is drawn by a pinhole camera. */
export function headSeries(
  steps: readonly ChallengeStep[],
  movement: (atMs: number) => Movement = obedient(steps),
): FaceSighting[] {
  return seriesOf(steps, movement, ({ yaw, pitch = 0 }) => {
    const seen = turned(
      [yaw, pitch],
      facePoints.map(([, ...point]) => point),
    );
    return { seen, yaw };
  });
}

/**
 * Returns the sightings of a flat photograph that moves like the head. The mesh keeps lending it the depth of a face, and its
 * pose is given as if the mesh were fooled completely.
 */
export function photographSeries(
  steps: readonly ChallengeStep[],
  movement: (atMs: number) => Movement = obedient(steps),
): FaceSighting[] {
  const flat = facePoints.map(([, x, y]): Vector3 => [x, y, 0]);
  return seriesOf(steps, movement, ({ yaw, pitch = 0 }) => ({
    seen: turned([yaw, pitch], flat).map(([x, y], i): Vector3 => [x, y, facePoints[i]![3]]),
    yaw,
  }));
}

function seriesOf(
  steps: readonly ChallengeStep[],
  movement: (atMs: number) => Movement,
  draw: (movement: Movement) => { seen: Vector3[]; yaw: number },
): FaceSighting[] {
  const frames = Math.ceil(durationOf(steps) / FRAME_MS) + 1;
  return Array.from({ length: frames }, (_, i) => {
    const moved = movement(i * FRAME_MS);
    const { seen, yaw } = draw(moved);
    const landmarks = new Float32Array(468 * 3);
    for (const [at, [x, y, z]] of seen.entries()) {
      const scale = FOCAL_PX / (DISTANCE_MM + z);
      landmarks.set(
        [320 + x * scale, 240 + y * scale, z * MESH_DEPTH * (FOCAL_PX / DISTANCE_MM)],
        facePoints[at]![0] * 3,
      );
    }
    return {
      atMs: i * FRAME_MS,
      box: { x: 200, y: 120, width: 200, height: 220 },
      pose: { yawDegrees: yaw, pitchDegrees: 0, rollDegrees: 0 },
      landmarks,
      openness: 0.12 + 0.2 * (moved.lids ?? 1),
      print: unseen,
    };
  });
}

/** Yaw is positive to the right side of the picture, pitch down. */
function turned([yaw, pitch]: readonly [number, number], points: readonly Vector3[]): Vector3[] {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const about: Matrix3 = rotationOf([0, -radians(yaw), 0]);
  const over: Matrix3 = rotationOf([radians(pitch), 0, 0]);
  return points.map((point) => apply(about, apply(over, point)));
}
