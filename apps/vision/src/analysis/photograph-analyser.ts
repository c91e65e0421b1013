import { decodeUpright, type Picture } from '@argus/imaging';
import { areaOf, fillsPicture, type Box, type Detection } from '../detection/detection.js';
import { cameraOf } from '../gaze/camera.js';
import type { FaceGaze, GazeOutcome } from '../gaze/face-gaze.js';
import { withNetwork } from '../gaze/gaze-model.js';
import { measureGaze } from '../gaze/measure-gaze.js';
import type { PassiveScores } from '../liveness/passive-liveness.js';
import { headPose } from '../mesh/head-pose.js';
import { MIN_MESH_SCORE, type MeshedFace } from '../mesh/face-mesh.js';
import type { Iris, Irises } from '../mesh/iris.js';
import type { ModelSet } from '../models/model-set.js';
import { assessQuality } from '../quality/assess-quality.js';
import { coveringsIn, measureParts } from '../quality/coverings.js';
import { flawsOf, SURE_DETECTION } from '../quality/flaws.js';
import { measureFace } from '../quality/measures.js';
import { framePrint } from '../series/frame-print.js';
import type { Point } from '../sampling/similarity-transform.js';
import type { AnalysisRequest, FaceAnalysis, PhotographAnalysis } from './photograph-analysis.js';

/** Larger pictures are scaled down while decoding. Faces a twentieth as wide as the picture are still found. */
const MAX_EDGE_PX = 2048;
/** Faces per run of a model. More faces make a run longer but not cheaper per face. */
const FACES_PER_RUN = 8;

interface Scene {
  readonly request: AnalysisRequest;
  readonly picture: Picture;
  readonly detections: readonly Detection[];
  /** The largest face is found better in a turned picture. */
  readonly isTurned: boolean;
  readonly faces: Face[];
}

interface Face extends MeshedFace {
  readonly scene: Scene;
  readonly picture: Picture;
  readonly detection: Detection;
  descriptor?: Float32Array;
  formerDescriptor?: Float32Array;
  passive?: PassiveScores;
  irises?: Irises;
  gaze?: GazeOutcome;
}

/** Runs the pipeline over several photographs at once, so that their faces share model runs. */
export class PhotographAnalyser {
  constructor(private readonly models: ModelSet) {}

  /** Returns one result per request, in order. A photograph that fails does not affect the others. */
  async analyse(requests: readonly AnalysisRequest[]): Promise<PromiseSettledResult<PhotographAnalysis>[]> {
    const decoded = await Promise.allSettled(
      requests.map(({ photograph }) => decodeUpright(photograph, { maxEdgePx: MAX_EDGE_PX })),
    );
    const scenes: (Scene | PromiseRejectedResult)[] = [];
    for (const [i, request] of requests.entries()) {
      const result = decoded[i]!;
      if (result.status === 'rejected') scenes.push(result);
      else {
        const wanted = request.maxFaces > 1 ? 'all' : 'largest';
        const detections = await this.models.detector.detect(result.value, wanted);
        const isTurned = request.stages.descriptor && (await this.isTurned(result.value, detections[0]));
        scenes.push({ request, picture: result.value, detections, isTurned, faces: [] });
      }
    }
    await this.runStages(scenes.filter((scene) => 'picture' in scene));
    return scenes.map((scene) =>
      'picture' in scene ? { status: 'fulfilled', value: describeScene(scene) } : scene,
    );
  }

  /** Looks at the turned picture only where the largest face is not found for sure. */
  private async isTurned(picture: Picture, largest: Detection | undefined): Promise<boolean> {
    if (!largest || largest.score >= SURE_DETECTION) return false;
    return this.models.detector.isTurned(picture, largest.score);
  }

  private async runStages(scenes: readonly Scene[]): Promise<void> {
    const found = scenes.flatMap((scene) =>
      scene.detections
        .slice(0, scene.request.maxFaces)
        .map((detection) => ({ scene, detection, picture: scene.picture })),
    );
    const { faceMesh, descriptor, formerDescriptor, passiveLiveness, iris } = this.models;
    await inBatches(found, async (batch) => {
      const meshed = await faceMesh.fit(batch);
      batch.forEach((face, i) => face.scene.faces.push({ ...face, ...meshed[i]! }));
    });
    const usable = scenes.flatMap(({ faces }) => faces).filter(({ mesh }) => mesh.score >= MIN_MESH_SCORE);
    const needing = (stage: keyof AnalysisRequest['stages']) =>
      usable.filter(({ scene }) => scene.request.stages[stage]);
    await inBatches(needing('descriptor'), async (batch) => {
      const descriptors = await descriptor.describe(batch);
      batch.forEach((face, i) => (face.descriptor = descriptors[i]!));
    });
    await inBatches(needing('formerDescriptor'), async (batch) => {
      const descriptors = await (await formerDescriptor()).describe(batch);
      batch.forEach((face, i) => (face.formerDescriptor = descriptors[i]!));
    });
    for (const withAntiSpoof of [false, true]) {
      const scored = needing('passiveLiveness').filter(
        ({ scene: { request } }) => (request.stages.antiSpoof ?? false) === withAntiSpoof,
      );
      await inBatches(scored, async (batch) => {
        const scores = await passiveLiveness.score(batch, withAntiSpoof);
        batch.forEach((face, i) => (face.passive = scores[i]!));
      });
    }
    const needsIris = ({ scene: { request } }: Face) => request.stages.iris || request.gaze !== undefined;
    await inBatches(usable.filter(needsIris), async (batch) => {
      const irises = await iris.locate(batch);
      batch.forEach((face, i) => (face.irises = irises[i]!));
    });
    await this.findGaze(usable.filter(({ scene }) => scene.request.gaze !== undefined));
  }

  private async findGaze(faces: readonly Face[]): Promise<void> {
    const found: (Face & { irises: Irises; gaze: { ok: true; gaze: FaceGaze } })[] = [];
    for (const face of faces) {
      const { picture, mesh, irises, scene } = face;
      if (!irises) continue;
      const camera = cameraOf(picture, scene.request.gaze?.camera);
      face.gaze = measureGaze({ picture, mesh, irises, camera });
      if (face.gaze.ok) found.push(face as (typeof found)[number]);
    }
    const { gazeNetwork } = this.models;
    if (!gazeNetwork) return;
    await inBatches(found, async (batch) => {
      const answers = await gazeNetwork.look(
        batch.map(({ picture, mesh, irises, gaze: { gaze } }) => ({
          picture,
          mesh,
          irises,
          headRotation: gaze.headRotation,
          headTranslation: gaze.headTranslation,
          origin: gaze.origin,
        })),
      );
      batch.forEach((face, i) => {
        face.gaze = { ok: true, gaze: withNetwork(face.gaze.gaze, answers[i]!, gazeNetwork) };
      });
    });
  }
}

async function inBatches<T>(items: readonly T[], run: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += FACES_PER_RUN)
    await run(items.slice(start, start + FACES_PER_RUN));
}

function describeScene({ picture, detections, faces }: Scene): PhotographAnalysis {
  const { width, height } = picture.original;
  const [largest, second] = detections.map(({ box }) => areaOf(box));
  return {
    width,
    height,
    facesDetected: detections.length,
    secondFaceShare: largest && second ? second / largest : 0,
    faces: faces.map(describeFace),
  };
}

function describeFace(face: Face): FaceAnalysis {
  const { mesh, crop, picture, detection, scene } = face;
  const filePixels = picture.original.width / picture.width;
  const pose = headPose((index) => mesh.at(index));
  const others = scene.detections.filter((other) => other !== detection).map(({ box }) => areaOf(box));
  const fills = fillsPicture(detection.box, picture);
  const measures = measureFace({
    mesh,
    crop,
    pose,
    fillsPicture: fills,
    picture: { width: picture.width, height: picture.height, filePixels },
    otherFaceShare: Math.max(0, ...others) / areaOf(detection.box),
  });
  return {
    box: inFile(detection.box, picture),
    detectionScore: detection.score,
    meshScore: mesh.score,
    tooClose: fills && mesh.score < MIN_MESH_SCORE,
    pose,
    quality: assessQuality(measures),
    coverings: coveringsIn(measureParts(mesh, crop)),
    flaws: flawsOf({
      box: detection.box,
      detectionScore: detection.score,
      pose,
      picture,
      isTurned: scene.isTurned && detection === scene.detections[0],
    }),
    descriptor: face.descriptor ?? null,
    formerDescriptor: face.formerDescriptor ?? null,
    passive: face.passive ?? null,
    irises: face.irises ? scaleIrises(face.irises, filePixels) : null,
    gaze: face.gaze ?? null,
    landmarks: scene.request.landmarks ? mesh.points(filePixels) : null,
    print: scene.request.landmarks ? framePrint(picture, mesh.points(1)) : null,
  };
}

/** Returns the box in whole pixels of the file, clipped to the picture. */
function inFile(box: Box, { width, original }: Picture): Box {
  const scale = original.width / width;
  const clamp = (value: number, limit: number) => Math.round(Math.min(Math.max(value * scale, 0), limit));
  const x = clamp(box.x, original.width);
  const y = clamp(box.y, original.height);
  return {
    x,
    y,
    width: clamp(box.x + box.width, original.width) - x,
    height: clamp(box.y + box.height, original.height) - y,
  };
}

function scaleIrises({ right, left }: Irises, scale: number): Irises {
  const scaled = ({ x, y }: Point) => ({ x: x * scale, y: y * scale });
  const scaledIris = (iris: Iris) => ({
    ...iris,
    centre: scaled(iris.centre),
    rim: iris.rim.map(scaled),
    outerCorner: scaled(iris.outerCorner),
    innerCorner: scaled(iris.innerCorner),
    radiusPx: iris.radiusPx * scale,
    widthPx: iris.widthPx * scale,
  });
  return { right: scaledIris(right), left: scaledIris(left) };
}
