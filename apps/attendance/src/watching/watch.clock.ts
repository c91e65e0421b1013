import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { CameraFeeds } from '../camera-feeds/camera-feeds.service.js';
import { CameraAlarms } from './camera-alarms.service.js';
import { CameraReading } from './camera-reading.js';
import { FaceJudge } from './face-judge.service.js';
import { FrameStore } from './frame.store.js';
import { VisitRecorder } from './visit-recorder.service.js';
import { VisitStore } from './visit.store.js';
import { WatchMetrics } from './watch-metrics.service.js';
import { type LeasedCamera, WatchStore } from './watch.store.js';

/** A camera of a replica that was killed is read by another after this time and one turn more. */
const LEASE_SECONDS = 10;
const SILENT_AFTER_MS = 10_000;

/** Has each camera that is watched or looked through read by exactly one replica. */
@Injectable()
export class WatchClock implements OnApplicationShutdown {
  private readonly replica = randomUUID();
  private readonly readings = new Map<string, CameraReading>();
  private readonly log = new Logger(WatchClock.name);

  constructor(
    private readonly database: Database,
    private readonly watches: WatchStore,
    private readonly visits: VisitStore,
    private readonly frames: FrameStore,
    private readonly alarms: CameraAlarms,
    private readonly feeds: CameraFeeds,
    private readonly judge: FaceJudge,
    private readonly recorder: VisitRecorder,
    private readonly metrics: WatchMetrics,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(1000, 'read cameras')
  async turn(): Promise<void> {
    const held = await this.watches.renew(this.replica, LEASE_SECONDS);
    await this.stopAllBut(held);
    for (const camera of held) this.read(camera);
    const room = this.settings.CAMERAS_PER_REPLICA - this.readings.size;
    if (room > 0)
      for (const camera of await this.watches.take(this.replica, LEASE_SECONDS, room)) this.read(camera);
    for (const [cameraId, reading] of this.readings) await this.note(cameraId, reading);
  }

  @Every(10_000, 'forget what cameras saw')
  async forget(): Promise<void> {
    await this.frames.forget();
    await this.visits.forget(this.settings.CAMERA_VISIT_SECONDS);
    await this.alarms.withdrawForgotten();
  }

  async onApplicationShutdown(): Promise<void> {
    const cameraIds = [...this.readings.keys()];
    await this.stopAllBut([]);
    if (cameraIds.length > 0) await this.watches.release(this.replica, cameraIds);
  }

  private read(camera: LeasedCamera): void {
    const heldUntilMs = performance.now() + LEASE_SECONDS * 1000;
    let reading = this.readings.get(camera.id);
    if (reading && !reading.isOf(camera)) {
      void reading.stop();
      reading = undefined;
    }
    reading ??= this.start(camera);
    this.readings.set(camera.id, reading);
    reading.renew(camera, heldUntilMs);
  }

  private start(camera: LeasedCamera): CameraReading {
    const { feeds, judge, recorder: visits, frames, metrics } = this;
    /* The camera's id is the operator's; an error of ours holds nothing that a camera sent. */
    const failed = (error: unknown): void =>
      this.log.warn(
        `Camera ${JSON.stringify(camera.id)}: ${error instanceof Error ? error.message : 'failed'}`,
      );
    return new CameraReading(camera, { feeds, judge, visits, frames, metrics, failed });
  }

  private async stopAllBut(held: readonly LeasedCamera[]): Promise<void> {
    const ids = new Set(held.map(({ id }) => id));
    const gone = [...this.readings].filter(([id]) => !ids.has(id));
    for (const [id] of gone) this.readings.delete(id);
    await Promise.all(gone.map(([, reading]) => reading.stop()));
    if (gone.length > 0)
      await this.watches.release(
        this.replica,
        gone.map(([id]) => id),
      );
  }

  private async note(cameraId: string, reading: CameraReading): Promise<void> {
    const found = reading.findings();
    const isSilent = reading.isWatched && performance.now() - reading.seenMs >= SILENT_AFTER_MS;
    if (!found) return;
    await this.database.transaction(async (tx) => {
      const before = await this.watches.note(tx, this.replica, cameraId, found);
      if (before) await this.alarms.follow(tx, cameraId, { ...before, problem: found.problem }, isSilent);
    });
  }
}
