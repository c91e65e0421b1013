import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Acquisition } from './acquisition.ts';

interface CachedLine extends Omit<Acquisition, 'descriptor'> {
  readonly key: string;
  /** The build of vision that described the face. */
  readonly build: string;
  readonly descriptor: string | null;
}

/** Keeps what was acquired, by the content of the photograph, in a file of lines; in memory alone without a folder. */
export class FaceCache {
  private readonly known = new Map<string, CachedLine>();
  private readonly file: string | undefined;
  private readonly build = readFileSync(new URL('../../apps/vision/dist/.built', import.meta.url), 'utf8');
  private fromOtherBuilds = 0;

  constructor(folder: string | undefined, what: string) {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, `${what.replace(/[^\w.-]/g, '-')}.jsonl`);
    process.stderr.write(`${this.file} keeps descriptors of faces: personal data. Delete it afterwards.\n`);
    if (!existsSync(this.file)) return;
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      /* A run that was ended may have left half a line. */
      if (!line.endsWith('}')) continue;
      const cached = JSON.parse(line) as CachedLine;
      this.known.set(cached.key, cached);
    }
  }

  get(key: string): Acquisition | undefined {
    const line = this.known.get(key);
    if (!line) return undefined;
    if (line.build !== this.build) this.fromOtherBuilds++;
    const { key: _key, build: _build, descriptor, ...rest } = line;
    return { ...rest, descriptor: descriptor === null ? null : decoded(descriptor) };
  }

  add(key: string, { descriptor, ...rest }: Acquisition): void {
    if (this.file === undefined) return;
    const text = descriptor && Buffer.from(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength);
    const line: CachedLine = {
      key,
      build: this.build,
      ...rest,
      descriptor: text ? text.toString('base64') : null,
    };
    appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }

  warnIfOld(): void {
    if (this.fromOtherBuilds > 0)
      process.stderr.write(
        `${this.fromOtherBuilds} photographs were described by another build of vision: delete the cache if its path changed.\n`,
      );
    this.fromOtherBuilds = 0;
  }
}

function decoded(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
