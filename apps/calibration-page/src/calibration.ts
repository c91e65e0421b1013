import type { Completion, FrameResult, Picture, Session } from './api.js';
import type { State } from './state.js';
import type { ShownTarget } from './target-run.js';
import { TargetRun } from './target-run.js';

export interface Uploaded {
  readonly done: number;
  readonly total: number;
}

/** Shows the targets of a new session and sends each target's pictures while the next target is shown. */
export class CalibrationSession {
  private readonly uploads: Promise<FrameResult[]>[] = [];
  private frames = 0;
  private answered = 0;

  private constructor(
    private readonly state: State,
    private readonly session: Session,
  ) {}

  static async create(state: State): Promise<CalibrationSession> {
    const { api, candidate, interview, screenRecord } = state;
    const { session_id } = await api.createSession(candidate, interview);
    if (screenRecord) await api.saveScreen(candidate, screenRecord);
    return new CalibrationSession(state, { session_id, candidate_id: candidate });
  }

  async showTargets(): Promise<void> {
    const { api, camera, layout } = this.state;
    const targets = await api.start(this.session, layout);
    await new TargetRun({
      targets,
      camera,
      onPictures: (target, pictures) => this.send(target, pictures),
    }).run();
  }

  /** Waits until all pictures are measured, then fits the calibration. */
  async finish(progress: (uploaded: Uploaded) => void): Promise<Completion> {
    for (const upload of this.uploads) {
      progress({ done: this.answered, total: this.frames });
      await upload;
    }
    progress({ done: this.answered, total: this.frames });
    return this.state.api.complete(this.session);
  }

  private send({ index, shownAt }: ShownTarget, pictures: readonly Picture[]): void {
    const first = this.frames;
    this.frames += pictures.length;
    const frames = pictures.map(({ base64, timeMs }, i) => ({
      frame_data: base64,
      frame_index: first + i,
      target_index: index,
      target_position: shownAt,
      timestamp: timeMs,
    }));
    const upload = this.state.api.addFrames(this.session, frames);
    this.uploads.push(upload);
    upload.then(
      () => (this.answered += pictures.length),
      () => undefined, // finish() throws the error
    );
  }
}
