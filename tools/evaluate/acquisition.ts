import { createHash } from 'node:crypto';
import { descriptorModelId } from '#vision/descriptor/descriptor-model.js';
import type { FaceAnalysis, PhotographAnalysis } from '#vision/analysis/photograph-analysis.js';
import type { AnalysisPool } from '#vision/pool/analysis-pool.js';
import { refusedFile, reviewPhotograph } from '#vision/recognition/photograph-review.js';
import { FaceCache } from './face-cache.ts';
import type { EvaluationOptions } from './options.ts';
import { type LabelledPhotograph, readPhotograph } from './photographs.ts';
import { Progress } from './progress.ts';

/** What the product made of a photograph. */
export interface Acquisition {
  /** Code of the refusal by which enrolment would refuse the photograph; null if it would take it. */
  readonly refusal: string | null;
  /** Sentences behind LOW_QUALITY. */
  readonly reasons: readonly string[];
  readonly faces: number;
  /** True if another face than the labelled one is the largest. */
  readonly anotherIsLarger: boolean;
  readonly quality: number | null;
  /** Descriptor of the labelled face; null if it could not be described. */
  readonly descriptor: Float32Array | null;
}

export interface AcquiredPhotograph extends LabelledPhotograph, Acquisition {}

const MAX_FACES = 4;
const IN_FLIGHT = 16;

/** Runs the product's path over photographs, each once: what the cache knows is not computed again. */
export class Acquirer {
  private readonly cache: FaceCache;

  private readonly pool: AnalysisPool;
  private readonly face: EvaluationOptions['face'];

  constructor(pool: AnalysisPool, options: Pick<EvaluationOptions, 'face' | 'cache'>) {
    this.pool = pool;
    this.face = options.face;
    this.cache = new FaceCache(options.cache, `${descriptorModelId}-${options.face}`);
  }

  async acquireAll(photographs: readonly LabelledPhotograph[]): Promise<AcquiredPhotograph[]> {
    const progress = new Progress('photographs', photographs.length);
    const acquired: AcquiredPhotograph[] = [];
    for (let start = 0; start < photographs.length; start += IN_FLIGHT) {
      const some = photographs.slice(start, start + IN_FLIGHT);
      acquired.push(
        ...(await Promise.all(
          some.map(async (photograph) => ({
            ...photograph,
            ...(await this.acquire(await readPhotograph(photograph.path))),
          })),
        )),
      );
      progress.advanceTo(acquired.length);
    }
    progress.end();
    this.cache.warnIfOld();
    return acquired;
  }

  async acquire(bytes: Buffer): Promise<Acquisition> {
    const key = createHash('sha256').update(bytes).digest('base64url');
    const known = this.cache.get(key);
    if (known) return known;
    const acquisition = await this.analyse(bytes);
    this.cache.add(key, acquisition);
    return acquisition;
  }

  private async analyse(photograph: Buffer): Promise<Acquisition> {
    const stages = { descriptor: true, passiveLiveness: false, iris: false };
    let analysis: PhotographAnalysis;
    try {
      analysis = await this.pool.analyse({ photograph, maxFaces: MAX_FACES, stages });
    } catch (error) {
      const { report } = refusedFile((error as { code?: string }).code ?? String(error));
      return unacquired(report.refusal);
    }
    const { report } = reviewPhotograph(analysis, { checkQuality: true });
    const face = this.face === 'central' ? centralFace(analysis) : analysis.faces[0];
    if (!face) return unacquired(report.refusal);
    return {
      refusal: report.refusal,
      reasons: report.quality?.reasons ?? [],
      faces: analysis.facesDetected,
      anotherIsLarger: face !== analysis.faces[0],
      quality: face.quality.score,
      descriptor: face.descriptor,
    };
  }
}

const unacquired = (refusal: string | null): Acquisition => ({
  refusal,
  reasons: [],
  faces: 0,
  anotherIsLarger: false,
  quality: null,
  descriptor: null,
});

function centralFace({ faces, width, height }: PhotographAnalysis): FaceAnalysis | undefined {
  const distance = ({ box }: FaceAnalysis) =>
    Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2);
  return faces.toSorted((one, other) => distance(one) - distance(other))[0];
}
