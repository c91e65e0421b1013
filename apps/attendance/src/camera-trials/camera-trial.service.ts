import { type CameraTrial, DomainError } from '@argus/contracts';
import { measurePicture, type PictureMeasures } from '@argus/imaging';
import { Injectable } from '@nestjs/common';
import { asCameraFailure, CameraFailure } from '../camera-feeds/camera-failure.js';
import type { FeedFigures } from '../camera-feeds/camera-feed.js';
import { CameraFeeds } from '../camera-feeds/camera-feeds.service.js';
import { pictureAdvice, pictureStateOf, qualityScoreOf, sizeAdvice } from '../camera-feeds/picture-state.js';
import type { Camera } from '../cameras/camera.entity.js';
import { type Asker, CameraService } from '../cameras/camera.service.js';
import { CameraStore } from '../cameras/camera.store.js';
import { rounded } from '../rounded.js';

/** Each needs a decoder for a moment. */
const MAX_AT_ONCE = 3;

/** Connects to a camera, decodes a picture, and says in words what came of it. */
@Injectable()
export class CameraTrials {
  private running = 0;

  constructor(
    private readonly cameras: CameraService,
    private readonly store: CameraStore,
    private readonly feeds: CameraFeeds,
  ) {}

  /** @throws DomainError CAMERA_NOT_FOUND, UNAVAILABLE */
  async test(id: string, asker: Asker): Promise<CameraTrial> {
    const camera = await this.cameras.get(id);
    if (this.running >= MAX_AT_ONCE) throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 5 });
    this.running++;
    try {
      await this.cameras.note(camera.id, 'tested', asker);
      return await this.tried(camera);
    } finally {
      this.running--;
    }
  }

  private async tried(camera: Camera): Promise<CameraTrial> {
    const started = performance.now();
    const duration = (): number => Math.round(performance.now() - started);
    try {
      const { measures, figures } = await this.look(camera);
      const state = pictureStateOf(measures);
      const problem = state === 'blocked' ? pictureAdvice.blocked : null;
      const { width, height } = measures;
      const found = { width, height, statedFps: figures.statedFps };
      await this.store.noteSeen(camera.id, { ...found, status: problem ? 'error' : 'online', problem });
      return {
        camera_id: camera.id,
        status: 'success',
        message: problem ?? `The camera gives pictures of ${width} x ${height} pixels.`,
        camera_status: problem ? 'error' : 'online',
        duration_ms: duration(),
        resolution: `${width}x${height}`,
        fps: figures.statedFps,
        codec: figures.codec,
        picture: state,
        quality_score: rounded(qualityScoreOf(measures)),
        advice: [...(state === 'good' ? [] : [pictureAdvice[state]]), ...sizeAdvice(measures)],
      };
    } catch (error) {
      const failure = asCameraFailure(error);
      await this.store.noteFailed(camera.id, failure.status, failure.message);
      return {
        ...untold,
        camera_id: camera.id,
        message: failure.message,
        camera_status: failure.status,
        duration_ms: duration(),
      };
    }
  }

  /** @throws CameraFailure */
  private async look(
    camera: Camera,
  ): Promise<{ readonly measures: PictureMeasures; readonly figures: FeedFigures }> {
    const feed = await this.feeds.open(camera);
    try {
      return { measures: await measurePicture(await feed.next()), figures: feed.figures };
    } catch (error) {
      throw error instanceof DomainError ? new CameraFailure('no_picture', { cause: error }) : error;
    } finally {
      feed.close();
    }
  }
}

const untold = {
  status: 'failed',
  resolution: null,
  fps: null,
  codec: null,
  picture: null,
  quality_score: null,
  advice: [] as string[],
} as const;
