import type { HonestClient } from './honest-client.js';
import { keyOf, type Scene, type Write } from './write.js';
import { writes } from './writes.js';

const KEYS_OF_A_KIND = 1_000_000;

/** A kind of write with what was acknowledged. */
export interface Written {
  readonly write: Write;
  readonly kind: number;
  /** Indexes of the acknowledged writes. */
  readonly acknowledged: number[];
  next: number;
}

/** Clients that write one after the other until they are told to stop. */
export class Writers {
  readonly written: readonly Written[] = writes.map((write, kind) => ({
    write,
    kind,
    acknowledged: [],
    next: 0,
  }));
  /** What was answered although no client can do anything about it. */
  readonly refused: string[] = [];
  private stopping = false;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly client: HonestClient,
    private readonly scene: Scene,
    readonly run: string,
    private readonly random: () => number,
  ) {}

  get acknowledged(): number {
    return this.written.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  }

  start(count: number): void {
    this.loops = Array.from({ length: count }, () => this.loop());
  }

  /** Waits for the writes in flight, so that every write is acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops);
  }

  /** Writes once of every kind that may grow, and waits for the ends of tasks. */
  async writeAll(): Promise<void> {
    await Promise.all(this.open.map((written) => this.write(written, true)));
  }

  private async loop(): Promise<void> {
    while (!this.stopping) await this.write(this.pick(), false);
  }

  /** Kinds of which there may be more. */
  private get open(): readonly Written[] {
    return this.written.filter(({ write: { most = Infinity }, next }) => next < most);
  }

  private pick(): Written {
    const { open } = this;
    let at = this.random() * open.reduce((sum, { write: { weight } }) => sum + weight, 0);
    return open.find(({ write: { weight } }) => (at -= weight) < 0) ?? open[0]!;
  }

  private async write(written: Written, toTheEnd: boolean): Promise<void> {
    const { write, kind, acknowledged } = written;
    const [method = '', path = ''] = write.operation.split(' ');
    const index = written.next++;
    const key = keyOf(this.run, kind * KEYS_OF_A_KIND + index);
    const body = write.body(key, this.scene, index);
    try {
      const call = { method, path, body, key, ...(write.as && { as: write.as }) };
      const reply = await this.client.call(call, write.status);
      acknowledged.push(index);
      if (toTheEnd && write.endsAt)
        await this.client.ended(write.endsAt(reply as { task_id: string }), 'attendance');
    } catch (error) {
      this.refused.push((error as Error).message);
    }
  }
}

/** Index of a write among those of its kind. */
export const indexIn = (key: string, run: string, kind: number): number | undefined => {
  const number = Number(key.slice(2 + run.length, -1)) - kind * KEYS_OF_A_KIND;
  return number >= 0 && number < KEYS_OF_A_KIND ? number : undefined;
};
