interface Count {
  readonly bytes: number;
  readonly sent: number;
}

const WINDOW_MS = 5000;

/** Rates over the last seconds, from counts that only grow. */
export class Rates {
  private readonly marks: (Count & { readonly ms: number })[] = [];

  /** Returns pictures and bits a second; undefined while too little time has passed. */
  mark(
    { bytes, sent }: Count,
    nowMs: number,
  ): { readonly fps: number; readonly bitsPerSecond: number } | undefined {
    this.marks.push({ bytes, sent, ms: nowMs });
    while (this.marks.length > 2 && nowMs - this.marks[1]!.ms >= WINDOW_MS) this.marks.shift();
    const first = this.marks[0]!;
    const seconds = (nowMs - first.ms) / 1000;
    if (seconds < 1) return undefined;
    return { fps: (sent - first.sent) / seconds, bitsPerSecond: (8 * (bytes - first.bytes)) / seconds };
  }
}
