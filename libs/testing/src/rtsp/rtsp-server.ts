import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { serverProgram } from './server-program.js';

/** Another python3 on PATH has no bindings of Debian's packages. */
const PYTHON = '/usr/bin/python3';
const CHECK = `import gi
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GstRtspServer`;

export interface ServedCamera {
  /** With a slash at its beginning. */
  readonly path: string;
  readonly codec: 'mjpeg' | 'h264' | 'h265';
  /** Holds its pictures, JPEGs that follow each other by name. */
  readonly folder: string;
  readonly fps: number;
  readonly user?: string;
  readonly password?: string;
}

export type Showing = 'film' | 'frozen' | 'silent';

/** Returns what is missing here to serve and to read cameras; undefined if nothing is. */
export function missingForCameras(): string | undefined {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) return 'ffmpeg';
  if (spawnSync(PYTHON, ['-c', CHECK]).status !== 0)
    return 'gir1.2-gst-rtsp-server-1.0 with python3-gi (Debian)';
  return undefined;
}

/** A real RTSP server with cameras on loopback. */
export class RtspServer {
  private constructor(
    private readonly program: ChildProcess,
    readonly port: number,
  ) {}

  static async start(
    cameras: readonly ServedCamera[],
    options: { readonly port?: number; readonly digest?: boolean } = {},
  ): Promise<RtspServer> {
    const program = spawn(PYTHON, ['-c', serverProgram, JSON.stringify({ cameras, ...options })], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
    return new RtspServer(program, Number(line));
  }

  url(path: string): string {
    return `rtsp://127.0.0.1:${this.port}${path}`;
  }

  /** Changes what a camera shows; `folder` gives it another film. */
  show(path: string, show: Showing, folder?: string): void {
    this.program.stdin!.write(`${JSON.stringify({ path, show, ...(folder !== undefined && { folder }) })}\n`);
  }

  /** As if somebody pulled the plug. */
  async kill(): Promise<void> {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const exit = once(this.program, 'exit');
    this.program.kill('SIGKILL');
    await exit;
  }
}
