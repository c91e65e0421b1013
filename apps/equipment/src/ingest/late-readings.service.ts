import { Database, type FairQueue, shareOfConnections } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { StateCache } from '../alarms/evaluation/state-cache.service.js';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import type { ReadingOutcome } from '../readings/values/reading-outcome.js';
import { ReadingsRefused, type SentReading } from './sent-reading.js';

/** Stores readings in one transaction, all or none. */
export type StoreAll = (readings: readonly SentReading[]) => Promise<ReadingOutcome[]>;

interface Request {
  readonly readings: readonly SentReading[];
  readonly resolve: (outcomes: ReadingOutcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/* So many readings are stored as one batch without making others wait for long. */
const MAX_TOGETHER = 1000;

/**
 * Readings older than what the rules know have these told the past again, which takes many times as long as storing them and holds the
 * machine. So they have two connections of ten, senders take turns (ADR 96), and what one sender has waiting for one machine is stored
 * together, by one such replay.
 */
@Injectable()
export class LateReadings {
  readonly #latenessMs: number;
  readonly #turns: FairQueue;
  /** By sender and machines. */
  readonly #waiting = new Map<string, Request[]>();
  /** How many turns, running or waiting, are about each machine. */
  readonly #turnsOf = new Map<number, number>();

  constructor(
    private readonly database: Database,
    private readonly states: StateCache,
    @Inject(equipmentSettings.token) settings: EquipmentSettings,
  ) {
    this.#latenessMs = settings.EQUIPMENT_LATENESS_SECONDS * 1000;
    this.#turns = shareOfConnections(database, 0.2);
  }

  /**
   * Stores readings, in a turn if some are late or a late one holds their machine.
   * @throws ReadingsRefused, for the readings of this call
   * @throws DomainError UNAVAILABLE if too many wait, or these wait too long
   */
  store(sender: string, readings: readonly SentReading[], storeAll: StoreAll): Promise<ReadingOutcome[]> {
    const machines = [...new Set(readings.map(({ equipmentId }) => equipmentId))];
    const isHeld = machines.some((id) => this.#turnsOf.has(id));
    if (!isHeld && !this.states.willReplay(readings, this.#latenessMs)) return storeAll(readings);
    /* What has a transaction of its own, for its Idempotency-Key, cannot be stored in that of another. */
    if (this.database.isInTransaction) return this.run(sender, machines, () => storeAll(readings));
    return new Promise((resolve, reject) => {
      this.#join(sender, machines, { readings, resolve, reject }, storeAll);
    });
  }

  /** Runs work that replays what the rules know of these machines, in a turn of the sender. */
  async run<T>(sender: string, machines: readonly number[], work: () => Promise<T>): Promise<T> {
    this.#count(machines, 1);
    try {
      return await this.#turns.run(sender, work);
    } finally {
      this.#count(machines, -1);
    }
  }

  #join(sender: string, machines: readonly number[], request: Request, storeAll: StoreAll): void {
    const key = JSON.stringify([sender, ...machines]);
    const waiting = this.#waiting.get(key);
    if (waiting && countOf([...waiting, request]) <= MAX_TOGETHER) {
      waiting.push(request);
      return;
    }
    const requests = [request];
    this.#waiting.set(key, requests);
    const close = (): void => {
      if (this.#waiting.get(key) === requests) this.#waiting.delete(key);
    };
    this.run(sender, machines, () => {
      close();
      return storeTogether(requests, storeAll);
    }).catch((error: unknown) => {
      close();
      for (const { reject } of requests) reject(error);
    });
  }

  #count(machines: readonly number[], change: 1 | -1): void {
    for (const id of machines) {
      const count = (this.#turnsOf.get(id) ?? 0) + change;
      if (count > 0) this.#turnsOf.set(id, count);
      else this.#turnsOf.delete(id);
    }
  }
}

const countOf = (requests: readonly Request[]): number =>
  requests.reduce((sum, { readings }) => sum + readings.length, 0);

/** Stores all requests in one transaction. Those of which readings are refused fail alone, and the others are tried again. */
async function storeTogether(requests: readonly Request[], storeAll: StoreAll): Promise<void> {
  let left = requests;
  while (left.length > 0) {
    try {
      const outcomes = await storeAll(left.flatMap(({ readings }) => readings));
      let from = 0;
      for (const { readings, resolve } of left) resolve(outcomes.slice(from, (from += readings.length)));
      return;
    } catch (error) {
      if (!(error instanceof ReadingsRefused)) throw error;
      left = withoutRefused(left, error);
    }
  }
}

function withoutRefused(requests: readonly Request[], { issues }: ReadingsRefused): Request[] {
  let from = 0;
  return requests.filter(({ readings, reject }) => {
    const own = issues
      .map((issue) => ({ ...issue, index: issue.index - from }))
      .filter(({ index }) => index >= 0 && index < readings.length);
    from += readings.length;
    if (own.length > 0) reject(new ReadingsRefused(own));
    return own.length === 0;
  });
}
