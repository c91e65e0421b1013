import { setTimeout as pause } from 'node:timers/promises';
import { Instant } from '@argus/contracts';
import { reencoded } from '@argus/imaging';
import { asCameraFailure, CameraFailure } from '../camera-feeds/camera-failure.js';
import type { CameraFeed } from '../camera-feeds/camera-feed.js';
import type { CameraFeeds } from '../camera-feeds/camera-feeds.service.js';
import { pictureAdvice } from '../camera-feeds/picture-state.js';
import { type EndedFaces, FaceTracks } from './face-tracks.js';
import type { FaceJudge } from './face-judge.service.js';
import type { FrameStore } from './frame.store.js';
import { type LookedAt, PictureWatch } from './picture-watch.js';
import { Rates } from './rates.js';
import type { VisitRecorder } from './visit-recorder.service.js';
import type { WatchMetrics } from './watch-metrics.service.js';
import type { Findings, LeasedCamera } from './watch.store.js';

const MAX_BACK_OFF_SECONDS = 8;
/** While everybody in the picture is known, it is judged this seldom, so that nobody new is missed. */
const KNOWN_EVERY_MS = 2000;
/** A person who stays is noted this seldom. */
const NOTE_EVERY_MS = 5000;
const NO_FACES: EndedFaces = { seen: 0, unusable: 0, unknown: 0 };

export interface ReadingTools {
  readonly feeds: CameraFeeds;
  readonly judge: FaceJudge;
  readonly visits: VisitRecorder;
  readonly frames: FrameStore;
  readonly metrics: WatchMetrics;
  readonly failed: (error: unknown) => void;
}

interface Candidate {
  readonly picture: Uint8Array;
  readonly sharpness: number;
  readonly atMs: number;
  readonly occurredAt: Instant;
}

/** Reads one camera as long as this replica holds it: connects, looks, judges, and connects again after a failure. */
export class CameraReading {
  private readonly stopping = new AbortController();
  private readonly tracks = new FaceTracks();
  private readonly notedMs = new Map<string, number>();
  private watch = new PictureWatch();
  private rates = new Rates();
  private feed: CameraFeed | undefined;
  private rate: ReturnType<Rates['mark']>;
  private last: LookedAt | undefined;
  private lastSeenAt: Date | null = null;
  private errors = 0;
  private countedErrors = 0;
  private ended = NO_FACES;
  private failure: CameraFailure | undefined;
  private judging: Promise<void> | undefined;
  private candidate: Candidate | undefined;
  private judgedMs = -Infinity;
  /** By the monotonic clock: a replica that was asleep does not write for a camera that another holds by now. */
  heldUntilMs = 0;
  /** When the last picture came; at first, when the reading began. */
  seenMs = performance.now();
  private readonly run: Promise<void>;

  constructor(
    private camera: LeasedCamera,
    private readonly tools: ReadingTools,
  ) {
    this.run = this.read();
  }

  /** Whether the camera is the same still: not at another address, nor with another password. */
  isOf({ url, credentialsSealed }: LeasedCamera): boolean {
    const seal = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');
    return url === this.camera.url && seal(credentialsSealed) === seal(this.camera.credentialsSealed);
  }

  renew(camera: LeasedCamera, heldUntilMs: number): void {
    this.camera = camera;
    this.heldUntilMs = heldUntilMs;
  }

  get isWatched(): boolean {
    return this.camera.isWatched;
  }

  /** What vision is asked at the moment is not waited for, and logs nobody any more. */
  async stop(): Promise<void> {
    this.heldUntilMs = -Infinity;
    this.stopping.abort();
    this.feed?.close();
    await this.run;
  }

  /** Returns what was found since the last time, and starts to count anew. Undefined while nothing is known yet. */
  findings(): Findings | undefined {
    const { failure, last, lastSeenAt } = this;
    if (!failure && !last) return undefined;
    this.addEnded(this.tracks.end(performance.now()));
    const errors = this.errors + (this.feed?.figures.errors ?? 0);
    const problem = failure?.message ?? (last && (last.state === 'good' ? null : pictureAdvice[last.state]));
    const isOfNoUse = last?.state === 'blocked';
    const found: Findings = {
      ...this.ended,
      status: failure ? failure.status : isOfNoUse ? 'error' : 'online',
      problem: problem ?? null,
      width: last?.measures.width ?? null,
      height: last?.measures.height ?? null,
      statedFps: this.feed?.figures.statedFps ?? null,
      lastSeenAt,
      seenFps: failure ? null : (this.rate?.fps ?? null),
      bitsPerSecond: failure ? null : (this.rate?.bitsPerSecond ?? null),
      qualityScore: last?.qualityScore ?? null,
      picture: last?.state ?? null,
      errors: errors - this.countedErrors,
    };
    this.countedErrors = errors;
    this.ended = NO_FACES;
    return found;
  }

  private async read(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        this.feed = await this.tools.feeds.open(this.camera);
        /* It may have been stopped meanwhile. */
        while (!signal.aborted) {
          await this.look(await this.feed.next());
          failures = 0;
        }
      } catch (error) {
        if (!signal.aborted) this.failure = this.asFailure(error);
        this.errors++;
      } finally {
        this.errors += this.feed?.figures.errors ?? 0;
        this.feed?.close();
        this.feed = undefined;
        this.watch = new PictureWatch();
        this.rates = new Rates();
      }
      const seconds = Math.min(MAX_BACK_OFF_SECONDS, 2 ** failures) * (0.75 + Math.random() / 4);
      await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
    }
  }

  private asFailure(error: unknown): CameraFailure {
    try {
      return asCameraFailure(error);
    } catch {
      this.tools.failed(error);
      return new CameraFailure('camera_error', { cause: error });
    }
  }

  private async look(bytes: Uint8Array): Promise<void> {
    const nowMs = performance.now();
    const occurredAt = Instant.ofMs(Date.now());
    const { camera, tools } = this;
    let picture = bytes;
    let looked: LookedAt;
    try {
      /* What ffmpeg made is ours; what a camera sent by HTTP may hold anything. */
      if (camera.url!.startsWith('http')) picture = await reencoded(bytes);
      looked = await this.watch.look(picture, nowMs);
    } catch {
      tools.metrics.picture('unreadable');
      this.errors++;
      this.failure = new CameraFailure('no_picture');
      return;
    }
    tools.metrics.picture('looked_at');
    this.failure = undefined;
    [this.last, this.lastSeenAt, this.seenMs] = [looked, new Date(), nowMs];
    this.rate = this.rates.mark(this.feed!.figures, nowMs) ?? this.rate;
    if (camera.isViewed) await tools.frames.put(camera.id, picture);
    this.addEnded(this.tracks.end(nowMs));
    if (!camera.isWatched || looked.state === 'blocked') return;
    const hasUndecided = this.tracks.hasUndecided(nowMs);
    const isDue = hasUndecided || (looked.isMoving && nowMs - this.judgedMs >= KNOWN_EVERY_MS);
    const isFirst = looked.isMoving && this.tracks.isEmpty;
    if (isDue || isFirst)
      this.offer({ picture, sharpness: looked.measures.sharpness, atMs: nowMs, occurredAt });
  }

  /** Judges one picture at a time. Of those that come meanwhile, the sharpest is judged next. */
  private offer(candidate: Candidate): void {
    if (this.judging) {
      const waits = this.candidate;
      const isBetter =
        !waits || candidate.sharpness > waits.sharpness || candidate.atMs - waits.atMs > KNOWN_EVERY_MS;
      if (isBetter) this.candidate = candidate;
      return;
    }
    this.judging = this.judge(candidate).finally(() => {
      this.judging = undefined;
      const next = this.candidate;
      this.candidate = undefined;
      if (next && !this.stopping.signal.aborted) this.offer(next);
    });
  }

  private async judge({ picture, atMs, occurredAt }: Candidate): Promise<void> {
    const { camera, tools } = this;
    this.judgedMs = performance.now();
    try {
      const faces = await tools.judge.judge(camera.id, picture);
      tools.metrics.picture('judged');
      const verificationSeconds = (performance.now() - atMs) / 1000;
      for (const recognised of this.tracks.see(faces, atMs)) {
        const isNoted = atMs - (this.notedMs.get(recognised.subject) ?? -Infinity) < NOTE_EVERY_MS;
        if (isNoted || performance.now() > this.heldUntilMs || !tools.judge.mayLog(camera.id)) continue;
        await tools.visits.record(camera, recognised, { occurredAt, verificationSeconds });
        this.notedMs.set(recognised.subject, atMs);
      }
    } catch (error) {
      tools.metrics.picture('vision_failed');
      tools.failed(error);
    }
  }

  private addEnded({ seen, unusable, unknown }: EndedFaces): void {
    const { ended } = this;
    this.ended = {
      seen: ended.seen + seen,
      unusable: ended.unusable + unusable,
      unknown: ended.unknown + unknown,
    };
  }
}
