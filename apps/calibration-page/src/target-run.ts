import type { Picture, Point, Target } from './api.js';
import type { Camera } from './camera.js';
import { element, reducedMotion, wait } from './dom.js';
import { onScreen } from './screen-size.js';

/** The point moves for half a second; eyes need about as long again to arrive and rest. */
const MOVE_MS = 500;
const SETTLE_MS = 700;
const PICTURES_PER_TARGET = 15;
/** Shortest time between pictures; slow cameras and machines take longer. */
const MIN_PICTURE_INTERVAL_MS = 80;

export interface ShownTarget extends Target {
  /** Where it was really shown, in fractions of the screen. */
  readonly shownAt: Point;
}

export interface RunOptions {
  readonly targets: readonly Target[];
  readonly camera: Camera;
  /** Called with each target's pictures as soon as they are taken. The run does not wait for it. */
  readonly onPictures: (target: ShownTarget, pictures: readonly Picture[]) => void;
}

/** The person stopped the run. */
export class RunStopped extends Error {}

/** Shows the targets one by one in full screen and takes pictures at each. Escape pauses. */
export class TargetRun {
  private readonly stage = element('run');
  private readonly mark = element<SVGElement>('target');
  private readonly progress = element<HTMLProgressElement>('run-progress');
  private readonly status = element('run-status');
  private readonly pausedBox = element('run-paused');
  private interruption = new AbortController();

  constructor(private readonly options: RunOptions) {}

  /** @throws RunStopped */
  async run(): Promise<void> {
    const { targets } = this.options;
    const leave = await enterFullScreen();
    this.stage.hidden = false;
    this.stage.focus();
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('visibilitychange', this.onHidden);
    try {
      for (let i = 0; i < targets.length;) {
        this.progress.value = i / targets.length;
        this.status.textContent = `Point ${i + 1} of ${targets.length}`;
        try {
          await this.show(targets[i]!);
          i++;
        } catch (error) {
          if (!this.interruption.signal.aborted) throw error;
          await this.pause();
        }
      }
      this.progress.value = 1;
    } finally {
      document.removeEventListener('keydown', this.onKey);
      document.removeEventListener('visibilitychange', this.onHidden);
      this.mark.classList.remove('recording');
      this.stage.hidden = true;
      await leave();
    }
  }

  private async show(target: Target): Promise<void> {
    const { signal } = this.interruption;
    const point = { x: target.position.x * innerWidth, y: target.position.y * innerHeight };
    this.mark.style.transform = `translate(${point.x}px, ${point.y}px)`;
    await wait((reducedMotion() ? 0 : MOVE_MS) + SETTLE_MS, signal);
    this.mark.classList.add('recording');
    const pictures: Picture[] = [];
    try {
      while (pictures.length < PICTURES_PER_TARGET) {
        const started = performance.now();
        pictures.push(await this.options.camera.picture());
        await this.options.camera.nextFrame();
        await wait(Math.max(0, MIN_PICTURE_INTERVAL_MS - (performance.now() - started)), signal);
      }
    } finally {
      this.mark.classList.remove('recording');
    }
    this.options.onPictures({ ...target, shownAt: onScreen(point, window, screen) }, pictures);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.interruption.abort(new Error('paused'));
  };

  private readonly onHidden = (): void => {
    if (document.hidden) this.interruption.abort(new Error('hidden'));
  };

  /** Waits until the person continues. The interrupted point is shown again. */
  private async pause(): Promise<void> {
    this.stage.classList.add('paused');
    this.pausedBox.hidden = false;
    element('paused-text').textContent = `${this.status.textContent} is shown again when you continue.`;
    element('run-resume').focus();
    try {
      await new Promise<void>((resolve, reject) => {
        element('run-resume').onclick = () => resolve();
        element('run-cancel').onclick = () => reject(new RunStopped());
      });
      await enterFullScreen();
    } finally {
      this.pausedBox.hidden = true;
      this.stage.classList.remove('paused');
      this.interruption = new AbortController();
    }
    this.stage.focus();
  }
}

/** Enters full screen if the browser allows it. Returns a function that leaves it. */
async function enterFullScreen(): Promise<() => Promise<void>> {
  try {
    if (!document.fullscreenElement) await document.documentElement.requestFullscreen();
  } catch {
    /* The page also works in a window: `onScreen` accounts for its position. */
  }
  return async () => {
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
  };
}
