import type { Picture } from './api.js';
import { measureLight, type Light } from './light.js';

/** Picture size that the camera is asked for. */
const REQUESTED_SIZE_PX = { width: 1280, height: 720 };
/** Width of the sent pictures: enough for irises of ten pixels at arm's length. */
const SENT_WIDTH_PX = 960;
const JPEG_QUALITY = 0.85;
const MAX_FRAME_WAIT_MS = 500;

/** The camera behind a video element. Its pictures are not stored. */
export class Camera {
  private stream: MediaStream | undefined;
  private readonly canvas = document.createElement('canvas');

  constructor(private readonly video: HTMLVideoElement) {}

  get running(): boolean {
    return this.stream?.getVideoTracks().some(({ readyState }) => readyState === 'live') ?? false;
  }

  /** Starts the camera; the browser may ask for permission. Throws the browser's error. */
  async start(deviceId?: string): Promise<void> {
    this.stop();
    const device = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' };
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...device,
        width: { ideal: REQUESTED_SIZE_PX.width },
        height: { ideal: REQUESTED_SIZE_PX.height },
      },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.video.srcObject = null;
  }

  async devices(): Promise<{ id: string; label: string }[]> {
    const all = await navigator.mediaDevices.enumerateDevices();
    return all
      .filter(({ kind }) => kind === 'videoinput')
      .map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `Camera ${i + 1}` }));
  }

  get deviceId(): string | undefined {
    return this.stream?.getVideoTracks()[0]?.getSettings().deviceId;
  }

  /** Returns the current picture, not mirrored. */
  async picture(): Promise<Picture> {
    const timeMs = Date.now();
    this.draw(SENT_WIDTH_PX);
    const blob = await new Promise<Blob | null>((resolve) =>
      this.canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY),
    );
    if (!blob) throw new Error('The browser could not encode the picture.');
    return { base64: toBase64(new Uint8Array(await blob.arrayBuffer())), timeMs };
  }

  /** Waits for the next picture of the camera, but at most half a second. */
  async nextFrame(): Promise<void> {
    if (!('requestVideoFrameCallback' in this.video)) return; // some browsers lack it
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, MAX_FRAME_WAIT_MS);
      this.video.requestVideoFrameCallback(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  light(): Light {
    const context = this.draw(160);
    return measureLight(context.getImageData(0, 0, this.canvas.width, this.canvas.height).data, 1);
  }

  private draw(maxWidthPx: number): CanvasRenderingContext2D {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0) throw new Error('The camera has not sent a picture yet.');
    const scale = Math.min(1, maxWidthPx / videoWidth);
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('The browser has no canvas to draw on.');
    context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return context;
  }
}

const CHUNK = 0x8000;
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}

/** Returns what to do about a camera that does not start. */
export function cameraProblem(error: unknown): string {
  const { name, message } = error as { name?: string; message?: string };
  if (name === 'NotAllowedError')
    return 'The browser blocks the camera for this page. Allow it in the address bar (the camera icon), then start again.';
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return 'No camera was found. Connect one, then start again.';
  if (name === 'NotReadableError') return 'Another program is using the camera. Close it, then start again.';
  if (!('mediaDevices' in navigator))
    return 'Cameras work on secure pages only: open this page over https, or on localhost.';
  return `The camera did not start: ${message ?? 'unknown reason'}`;
}
