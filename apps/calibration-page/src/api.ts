/* The part of the calibration API that this page uses. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface ScreenRecord {
  readonly screen_width_px: number;
  readonly screen_height_px: number;
  readonly screen_width_mm: number;
  readonly screen_height_mm: number;
  readonly dpi: number;
  readonly diagonal_inches: number;
  readonly camera_position: string;
  readonly distance_cm: string;
  readonly collection_method: string;
}

export interface Target {
  readonly index: number;
  readonly position: Point;
}

/** A picture in base64, without a data URL prefix, and when it was taken. */
export interface Picture {
  readonly base64: string;
  readonly timeMs: number;
}

export interface GazeFace {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly iris_left_px: readonly number[];
  readonly iris_right_px: readonly number[];
  readonly eye_openness_left: number;
  readonly eye_openness_right: number;
  readonly blink: boolean;
  readonly head_rotation_rad: readonly number[];
  readonly gaze_origin_mm: readonly number[];
  readonly gaze_vector: readonly number[];
  readonly features: readonly number[] | null;
  readonly confidence: number;
}

export interface GazeFrame {
  readonly error: string | null;
  readonly message: string | null;
  readonly faces_detected: number;
  readonly width_px: number | null;
  readonly height_px: number | null;
  readonly face: GazeFace | null;
}

export interface MappedPoint {
  readonly x_px: number | null;
  readonly y_px: number | null;
  readonly x_mm: number | null;
  readonly y_mm: number | null;
  readonly error_ellipse_px: Ellipse | null;
  readonly valid: boolean;
  readonly reason: string | null;
}

export interface Ellipse {
  readonly semi_major: number;
  readonly semi_minor: number;
  readonly angle_rad: number;
}

export interface Session {
  readonly session_id: string;
  readonly candidate_id: string;
}

export interface Frame {
  readonly frame_data: string;
  readonly frame_index: number;
  readonly target_index: number;
  readonly target_position: Point;
  /** When the picture was taken, milliseconds since 1970. */
  readonly timestamp: number;
}

export interface FrameResult {
  readonly success: boolean;
  readonly error?: string;
}

export interface GazeSample {
  readonly gaze_vector: readonly number[];
  readonly gaze_origin_mm: readonly number[];
  readonly features: readonly number[] | null;
  readonly eye_openness: number;
  readonly confidence: number;
}

export interface TargetSample extends GazeSample {
  readonly target_position: Point;
  readonly target_index: number;
  /** When the picture was taken, milliseconds since 1970. */
  readonly timestamp: number;
}

export interface TargetQuality {
  /** Fractions of the screen. */
  readonly target: Point;
  readonly data_loss: number;
  readonly accuracy_deg: number | null;
  readonly accuracy_mm: number | null;
  readonly accuracy_px: number | null;
  readonly offset_px: Point | null;
  readonly precision_sd_deg: number | null;
}

export type Grade = 'excellent' | 'good' | 'fair' | 'poor';

export interface Quality {
  readonly grade: Grade;
  readonly accuracy_deg: number | null;
  readonly accuracy_mm: number | null;
  readonly worst_accuracy_deg: number | null;
  readonly precision_sd_deg: number | null;
  readonly data_loss: number;
  readonly targets: readonly TargetQuality[];
  readonly advice: readonly { readonly text: string }[];
}

export interface Completion {
  readonly message: string;
  readonly calibration_stats: { readonly total_frames: number; readonly targets_used: number };
}

/** An error reply of the server. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const MAX_RETRIES = 4;
const MAX_PAUSE_SECONDS = 20;

/** Calls the server that this page came from. Repeats requests that it refused as full or busy (429, 503). */
export class Api {
  accessToken = '';
  private measured: Promise<unknown> = Promise.resolve();

  createSession(candidate: string, interview: string | null): Promise<{ session_id: string }> {
    return this.post('/api/calibration/session/create', {
      candidate_id: candidate,
      interview_id: interview,
      metadata: { client: 'argus-calibrate-page' },
    });
  }

  async saveScreen(candidate: string, screen: ScreenRecord): Promise<void> {
    await this.post('/api/screen/info', { candidate_id: candidate, ...screen });
  }

  /** Returns the targets of a session, as many as requested. */
  async start(session: Session, targets: number): Promise<Target[]> {
    const answer = await this.post<{ calibration_config: { targets: Target[] } }>('/api/calibration/start', {
      ...session,
      targets,
    });
    return answer.calibration_config.targets;
  }

  /** Returns one result per frame, in order. */
  async addFrames(session: Session, frames: readonly Frame[]): Promise<FrameResult[]> {
    const body = { ...session, frames: frames.map((frame) => ({ ...session, ...frame })) };
    const answer = await this.inTurn(() =>
      this.post<{ results: FrameResult[] }>('/api/calibration/frames/batch', body),
    );
    return answer.results;
  }

  complete(session: Session): Promise<Completion> {
    return this.post('/api/calibration/complete', session);
  }

  /** Returns the quality of a calibration at targets that it has not seen. The server stores it. */
  validate(candidate: string, samples: readonly TargetSample[]): Promise<{ quality: Quality }> {
    return this.post('/api/calibration/validate', { candidate_id: candidate, samples });
  }

  map(candidate: string, samples: readonly GazeSample[]): Promise<{ points: MappedPoint[] }> {
    return this.post('/api/calibration/map', { candidate_id: candidate, samples });
  }

  /** Returns the files of a calibration by name. */
  download(candidate: string): Promise<Record<string, unknown>> {
    return this.call(`/api/calibration/download/${encodeURIComponent(candidate)}`, { method: 'GET' });
  }

  /** Measures the gaze in pictures that belong to no session. */
  async look(pictures: readonly Picture[], signal?: AbortSignal): Promise<GazeFrame[]> {
    const frames = pictures.map(({ base64 }) => ({ frame_data: base64 }));
    const answer = await this.inTurn(() =>
      this.post<{ frames: GazeFrame[] }>('/api/calibration/gaze', { frames }, signal),
    );
    return answer.frames;
  }

  /** Sends pictures when the former ones are measured: a slow server refuses more than it can measure soon, and would begin again with each retry. */
  private inTurn<T>(send: () => Promise<T>): Promise<T> {
    const answer = this.measured.then(send, send);
    this.measured = answer;
    return answer;
  }

  private post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.call<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const headers = new Headers(init.headers);
      if (this.accessToken) headers.set('authorization', `Bearer ${this.accessToken}`);
      /* Without a token, a cookie with a secret keeps what is recorded from others behind the same address. */
      const credentials = this.accessToken ? 'omit' : 'same-origin';
      const response = await fetch(path, { ...init, headers, credentials });
      if (response.ok) return (await response.json()) as T;
      const busy = response.status === 503 || response.status === 429;
      if (!busy || attempt >= MAX_RETRIES) throw new ApiError(response.status, await explain(response));
      const seconds = Number(response.headers.get('retry-after')) || 1;
      await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, MAX_PAUSE_SECONDS) * 1000));
    }
  }
}

async function explain(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { detail?: unknown };
  if (typeof body.detail === 'string') return body.detail;
  if (Array.isArray(body.detail)) {
    const issues = body.detail as { loc?: (string | number)[]; msg?: string }[];
    return issues.map(({ loc, msg }) => `${loc?.at(-1) ?? ''}: ${msg ?? ''}`).join('; ');
  }
  return `The server answered ${response.status}.`;
}
