import { type GatewayAuditAction, MINUTE_MS, type GatewayAuditEvent, Instant } from '@argus/contracts';
import { Logger } from '@nestjs/common';

/** How long the events of one kind and client are counted into one. Refusals are reported sooner than the use of keys. */
export const windowMs: Readonly<Record<GatewayAuditAction, number>> = {
  'login-limited': 10 * MINUTE_MS,
  'api-key-used': 60 * MINUTE_MS,
};
/** Clients with their own count at a time; all others share one. */
const MAX_CLIENTS = 200;

/** An audit event without its count. */
export type UncountedEvent = Pick<GatewayAuditEvent, 'action' | 'success' | 'family' | 'operation'>;

/** Writes an event into the audit on behalf of a client. */
export type Write<Client> = (event: GatewayAuditEvent, client: Client) => Promise<void>;

interface Window<Client> {
  readonly event: UncountedEvent;
  readonly client: Client;
  readonly endsAtMs: number;
  readonly ofMany: boolean;
  sinceMs: number;
  /** Events that are not written yet. */
  times: number;
}

/**
 * Writes events that clients can repeat at will, without letting them fill the audit (ADR 27). The first event of a client is
 * written at once; those that follow are written as one count at the end of the window.
 */
export class RepeatedEvents<Client> {
  private readonly logger = new Logger(RepeatedEvents.name);
  private readonly windows = new Map<string, Window<Client>>();
  private readonly timer = setInterval(() => void this.sweep(Date.now()), MINUTE_MS).unref();
  /* One write at a time, so that a flood takes only one connection of the database. */
  private writing: Promise<void> = Promise.resolve();

  /** @param otherClients stands for all clients without their own count. */
  constructor(
    private readonly write: Write<Client>,
    private readonly otherClients: () => Client,
  ) {}

  /** @param clientKey tells clients apart: account, key and address. */
  note(event: UncountedEvent, clientKey: string, client: () => Client): void {
    const kind = `${event.action} ${event.success}`;
    const known = this.windows.get(`${kind} ${clientKey}`);
    if (known) known.times++;
    else if (this.windows.size < MAX_CLIENTS) this.open(`${kind} ${clientKey}`, event, client(), false);
    else {
      const many = this.windows.get(kind);
      if (many) many.times++;
      else this.open(kind, event, this.otherClients(), true);
    }
  }

  /** Writes all unwritten counts. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.sweep(Number.POSITIVE_INFINITY);
  }

  private open(name: string, event: UncountedEvent, client: Client, ofMany: boolean): void {
    const now = Date.now();
    const window = { event, client, ofMany, endsAtMs: now + windowMs[event.action], sinceMs: now, times: 1 };
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

  /** Writes the count of a window. After a failure the events stay counted for the next write. */
  private settle(window: Window<Client>): Promise<void> {
    this.writing = this.writing.then(async () => {
      const { event, client, ofMany, times, sinceMs } = window;
      if (times === 0) return;
      window.times = 0;
      window.sinceMs = Date.now();
      try {
        await this.write({ ...event, times, since: Instant.ofMs(sinceMs), of_many: ofMany }, client);
      } catch (error) {
        window.times += times;
        window.sinceMs = sinceMs;
        this.logger.error(`${times} × ${event.action} could not be written into the audit: ${String(error)}`);
      }
    });
    return this.writing;
  }
}
