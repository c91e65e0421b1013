import {
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  type FlightChange,
  type FlightDraft,
  Instant,
  instant,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { flightProblems } from './flight-problems.js';
import { type Account, FlightStore, type HeldRight, type ListedFlight } from './flight.store.js';

const MAX_FLIGHTS = 10_000;
const order: readonly HeldRight[] = ['read', 'annotate', 'edit', 'own'];

/** Whether a right holds another: each holds those before it. */
export const holds = (held: HeldRight, wanted: HeldRight): boolean =>
  order.indexOf(held) >= order.indexOf(wanted);

/** Keeps flights, and tells who may see, annotate and change them. A flight that the caller may not read is FLIGHT_NOT_FOUND. */
@Injectable()
export class FlightService {
  constructor(
    private readonly database: Database,
    private readonly store: FlightStore,
  ) {}

  async list(query: PageQuery, context: CallContext): Promise<Page<ListedFlight>> {
    const { accountId } = callerOf(context);
    const rows = await this.store.list(accountId, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  async get(id: string, context: CallContext): Promise<ListedFlight> {
    return known(isUuid(id) ? await this.store.find(callerOf(context).accountId, id) : undefined);
  }

  async mayRead(id: string, context: CallContext): Promise<boolean> {
    return (await this.store.find(callerOf(context).accountId, id)) !== undefined;
  }

  /** @throws DomainError VALIDATION_FAILED, TOO_MANY_FLIGHTS */
  async create(flight: FlightDraft, context: CallContext): Promise<ListedFlight> {
    assertSound(flight);
    const [id, owner] = [randomUUID(), accountOf(context)];
    await this.database.transaction(async (tx) => {
      if ((await this.store.count(tx, owner.accountId)) >= MAX_FLIGHTS)
        throw new DomainError('TOO_MANY_FLIGHTS');
      await this.store.insert(tx, id, owner, flight);
    });
    return this.get(id, context);
  }

  /** @throws DomainError VALIDATION_FAILED, FLIGHT_RIGHT_MISSING */
  async change(id: string, change: FlightChange, context: CallContext): Promise<ListedFlight> {
    await this.whileHolding(id, 'edit', context, async (tx, flight) => {
      const changed = { ...draftOf(flight), ...change };
      assertSound(changed);
      await this.store.update(tx, id, changed);
    });
    return this.get(id, context);
  }

  remove(id: string, context: CallContext): Promise<void> {
    return this.whileHolding(id, 'own', context, (tx) => this.store.remove(tx, id));
  }

  /** Works on a locked flight if the caller holds the right. @throws DomainError FLIGHT_NOT_FOUND, FLIGHT_RIGHT_MISSING */
  whileHolding<T>(
    id: string,
    right: HeldRight,
    context: CallContext,
    work: (tx: EntityManager, flight: ListedFlight) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      const flight = known(
        isUuid(id) ? await this.store.lock(tx, callerOf(context).accountId, id) : undefined,
      );
      assertHolds(flight, right);
      return work(tx, flight);
    });
  }
}

function known(flight: ListedFlight | undefined): ListedFlight {
  if (!flight) throw new DomainError('FLIGHT_NOT_FOUND');
  return flight;
}

export function assertHolds({ right }: ListedFlight, wanted: HeldRight): void {
  if (!holds(right, wanted)) throw new DomainError('FLIGHT_RIGHT_MISSING');
}

function assertSound(flight: FlightDraft): void {
  const issues = flightProblems(flight);
  if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
}

export const accountOf = (context: CallContext): Account => {
  const { accountId, username } = callerOf(context);
  return { accountId, username };
};

const time = (stored: string | Date | Instant): Instant =>
  Instant.parse(typeof stored === 'string' ? stored : instant(stored))!;

const draftOf = (flight: ListedFlight): FlightDraft => ({
  name: flight.name,
  aircraft_type: flight.aircraftType,
  aircraft: flight.aircraft,
  scenario: flight.scenario,
  started_at: flight.startedAt && time(flight.startedAt),
  ended_at: flight.endedAt && time(flight.endedAt),
  crew: flight.crew,
  phases: flight.phases.map(({ phase, from, to }) => ({ phase, from: time(from), to: time(to) })),
});
