import { LRUCache } from 'lru-cache';
import type { Limit } from './categories.js';
import type { Count } from './shared-counter.js';

const MAX_KEYS = 50_000;
const MAX_LEASE = 16;
const IDLE_MS = 100;
/* After this time an exhausted key asks again: other replicas may have returned idle requests. */
const SPENT_MS = 1000;

export interface Counter {
  add(key: string, requests: number): Promise<Count>;
  giveBack(key: string, requests: number): void;
}

/** Whether a request may pass, and the figures for its response headers. */
export interface Verdict {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

interface Lease {
  /** Requests that the shared counter has counted and no client has made yet. */
  held: number;
  /** Requests that the shared counter had left when last asked. */
  left: number;
  resetAtMs: number;
  usedAtMs: number;
}

/**
 * Keeps a limit that all replicas share without asking the shared counter on every request (ADR 17). A replica leases several
 * requests at once, fewer as the rest shrinks, at the end one by one. It returns idle leases soon. A request passes only after
 * it was counted, so the replicas together never exceed the limit. They may stop early by the requests that others hold.
 */
export class Leases {
  private readonly leases = new LRUCache<string, Lease>({ max: MAX_KEYS });
  private readonly asking = new Map<string, Promise<void>>();
  /* Keys with leased requests that may become idle. */
  private readonly holding = new Set<string>();
  /* Runs only while a lease may have to be returned. */
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counter: Counter,
    private readonly limit: Limit,
  ) {}

  /** Counts one request of a key and returns whether it may pass. */
  async take(key: string): Promise<Verdict> {
    for (;;) {
      const lease = this.current(key);
      if (lease && lease.held > 0) {
        lease.held--;
        lease.usedAtMs = Date.now();
        return verdictOf(lease, true);
      }
      if (lease?.left === 0 && Date.now() - lease.usedAtMs < SPENT_MS) return verdictOf(lease, false);
      await (this.asking.get(key) ?? this.ask(key));
    }
  }

  /** Returns all leases to the shared counter. */
  close(): void {
    clearInterval(this.timer);
    for (const key of this.holding) this.giveBack(key);
  }

  private current(key: string): Lease | undefined {
    const lease = this.leases.get(key);
    return lease && lease.resetAtMs > Date.now() ? lease : undefined;
  }

  private ask(key: string): Promise<void> {
    const asking = this.extend(key).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async extend(key: string): Promise<void> {
    const { requests } = this.limit;
    const left = this.current(key)?.left ?? requests;
    const wanted = Math.min(MAX_LEASE, Math.max(1, Math.floor(left / 64)));
    const { consumed, resetAtMs } = await this.counter.add(key, wanted);
    const granted = Math.min(wanted, Math.max(0, requests - (consumed - wanted)));
    if (granted < wanted) this.counter.giveBack(key, wanted - granted);
    this.leases.set(key, {
      held: granted,
      left: Math.max(0, requests - consumed),
      resetAtMs,
      usedAtMs: Date.now(),
    });
    if (granted > 1) this.hold(key);
  }

  private hold(key: string): void {
    this.holding.add(key);
    this.timer ??= setInterval(() => this.giveBackIdle(), IDLE_MS).unref();
  }

  private giveBackIdle(): void {
    const idleSinceMs = Date.now() - IDLE_MS;
    for (const key of this.holding) {
      const lease = this.current(key);
      if (lease === undefined || lease.held === 0) this.holding.delete(key);
      else if (lease.usedAtMs <= idleSinceMs) this.giveBack(key);
    }
    if (this.holding.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private giveBack(key: string): void {
    this.holding.delete(key);
    const lease = this.current(key);
    /* Nothing is returned in the last second: the counter might credit it to the next window. */
    if (lease === undefined || lease.held === 0 || lease.resetAtMs - Date.now() < 1000) return;
    this.counter.giveBack(key, lease.held);
    this.leases.delete(key);
  }
}

const verdictOf = ({ held, left, resetAtMs }: Lease, allowed: boolean): Verdict => ({
  allowed,
  remaining: allowed ? held + left : 0,
  resetSeconds: Math.max(1, Math.ceil((resetAtMs - Date.now()) / 1000)),
});
