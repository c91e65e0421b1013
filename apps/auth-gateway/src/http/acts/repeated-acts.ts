import { type GatewayAuditAction, MINUTE_MS, type GatewayAuditEvent } from '@argus/contracts';
import { Logger } from '@nestjs/common';

/** How long acts of one kind and one client count as one. A refusal is news sooner than the use of a key. */
export const windowMs: Readonly<Record<GatewayAuditAction, number>> = {
  'login-limited': 10 * MINUTE_MS,
  'api-key-used': 60 * MINUTE_MS,
};
/** Clients that are told apart at a time; further ones are counted together. */
const MAX_CLIENTS = 200;

/** What is said of an act, but for how often it was done. */
export type Act = Pick<GatewayAuditEvent, 'action' | 'success' | 'family' | 'operation'>;

/** Writes acts into the audit, in the name of the client `Who`. */
export type Write<Who> = (act: GatewayAuditEvent, who: Who) => Promise<void>;

interface Window<Who> {
  readonly act: Act;
  readonly who: Who;
  readonly endsAtMs: number;
  readonly ofMany: boolean;
  sinceMs: number;
  /** Acts that were not written yet. */
  times: number;
}

/**
 * Acts that anybody can repeat as fast as he likes, written into the audit without letting him fill it (ADR 27): the first
 * of a client at once, those that follow within a window as one number when it is over.
 */
export class RepeatedActs<Who> {
  private readonly logger = new Logger(RepeatedActs.name);
  private readonly windows = new Map<string, Window<Who>>();
  private readonly timer = setInterval(() => void this.sweep(Date.now()), MINUTE_MS).unref();
  /* One write at a time: a flood takes one connection of the database, not all. */
  private writing: Promise<void> = Promise.resolve();

  /** @param anybody stands for clients that are not told apart. */
  constructor(
    private readonly write: Write<Who>,
    private readonly anybody: () => Who,
  ) {}

  /** @param client what tells clients apart: an account, a key, an address. */
  note(act: Act, client: string, who: () => Who): void {
    const kind = `${act.action} ${act.success}`;
    const known = this.windows.get(`${kind} ${client}`);
    if (known) known.times++;
    else if (this.windows.size < MAX_CLIENTS) this.open(`${kind} ${client}`, act, who(), false);
    else {
      const many = this.windows.get(kind);
      if (many) many.times++;
      else this.open(kind, act, this.anybody(), true);
    }
  }

  /** Writes what was counted since, e.g. before the process ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.sweep(Number.POSITIVE_INFINITY);
  }

  private open(name: string, act: Act, who: Who, ofMany: boolean): void {
    const now = Date.now();
    const window = { act, who, ofMany, endsAtMs: now + windowMs[act.action], sinceMs: now, times: 1 };
    this.windows.set(name, window);
    void this.settle(window);
  }

  private async sweep(nowMs: number): Promise<void> {
    for (const [name, window] of this.windows) {
      if (window.endsAtMs > nowMs) continue;
      void this.settle(window).then(() => {
        if (window.times === 0) this.windows.delete(name);
      });
    }
    await this.writing;
  }

  /** What cannot be written stays counted, to be written with what follows. */
  private settle(window: Window<Who>): Promise<void> {
    this.writing = this.writing.then(async () => {
      const { act, who, ofMany, times, sinceMs } = window;
      if (times === 0) return;
      window.times = 0;
      window.sinceMs = Date.now();
      try {
        await this.write({ ...act, times, since: new Date(sinceMs), of_many: ofMany }, who);
      } catch (error) {
        window.times += times;
        window.sinceMs = sinceMs;
        this.logger.error(`${times} × ${act.action} could not be written into the audit: ${String(error)}`);
      }
    });
    return this.writing;
  }
}
