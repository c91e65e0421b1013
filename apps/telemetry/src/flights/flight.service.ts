import {
  accountContract,
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  type FlightChange,
  type FlightDraft,
  type FlightMarkerDraft,
  type FlightRight,
  Instant,
  instant,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { FlightMarkerRow } from './flight-marker.entity.js';
import { flightProblems } from './flight-problems.js';
import type { FlightShareRow } from './flight-share.entity.js';
import { type Account, FlightStore, type HeldRight, type ListedFlight } from './flight.store.js';

const MAX_FLIGHTS = 10_000;
const MAX_SHARES = 100;
const MAX_MARKERS = 10_000;
const order: readonly HeldRight[] = ['read', 'annotate', 'edit', 'own'];

/** Whether a right holds another: each holds those before it. */
export const holds = (held: HeldRight, wanted: HeldRight): boolean =>
  order.indexOf(held) >= order.indexOf(wanted);

/** Keeps flights, and who may see, annotate and change them. A flight that the caller may not read is FLIGHT_NOT_FOUND. */
@Injectable()
export class FlightService {
  constructor(
    private readonly database: Database,
    private readonly store: FlightStore,
    private readonly rpc: RpcClient,
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
    await this.with(id, 'edit', context, async (tx, flight) => {
      const changed = { ...draftOf(flight), ...change };
      assertSound(changed);
      await this.store.update(tx, id, changed);
    });
    return this.get(id, context);
  }

  remove(id: string, context: CallContext): Promise<void> {
    return this.with(id, 'own', context, (tx) => this.store.remove(tx, id));
  }

  async shares(id: string, context: CallContext): Promise<FlightShareRow[]> {
    assertHolds(await this.get(id, context), 'own');
    return this.store.shares(id);
  }

  /** @throws DomainError USER_NOT_FOUND, SHARED_WITH_OWNER, TOO_MANY_SHARES */
  async share(id: string, username: string, right: FlightRight, context: CallContext): Promise<string> {
    assertHolds(await this.get(id, context), 'own');
    const account = await this.accountCalled(username);
    await this.with(id, 'own', context, async (tx, flight) => {
      if (account.accountId === flight.accountId) throw new DomainError('SHARED_WITH_OWNER');
      await this.store.share(tx, id, account, right);
      if ((await this.store.countShares(tx, id)) > MAX_SHARES) throw new DomainError('TOO_MANY_SHARES');
    });
    return account.username;
  }

  unshare(id: string, username: string, context: CallContext): Promise<void> {
    return this.with(id, 'own', context, (tx) => this.store.unshare(tx, id, username));
  }

  async markers(id: string, context: CallContext): Promise<FlightMarkerRow[]> {
    await this.get(id, context);
    return this.store.markers(id);
  }

  /** @throws DomainError TOO_MANY_MARKERS */
  mark(id: string, marker: FlightMarkerDraft, context: CallContext): Promise<FlightMarkerRow> {
    return this.with(id, 'annotate', context, async (tx) => {
      if ((await this.store.countMarkers(tx, id)) >= MAX_MARKERS) throw new DomainError('TOO_MANY_MARKERS');
      return this.store.mark(tx, id, accountOf(context), marker);
    });
  }

  /** @throws DomainError MARKER_NOT_FOUND */
  unmark(id: string, markerId: string, context: CallContext): Promise<void> {
    const marker = /^\d{1,15}$/.test(markerId) ? Number(markerId) : 0;
    return this.with(id, 'annotate', context, async (tx, { right }) => {
      const whose = holds(right, 'edit') ? undefined : callerOf(context).accountId;
      if (await this.store.unmark(tx, id, marker, whose)) return;
      throw new DomainError(
        (await this.store.hasMarker(tx, id, marker)) ? 'FLIGHT_RIGHT_MISSING' : 'MARKER_NOT_FOUND',
      );
    });
  }

  /** Works on a locked flight if the caller holds the right. */
  private with<T>(
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

  private async accountCalled(username: string): Promise<Account> {
    try {
      const body = { family: 'eyetracker', username } as const;
      const account = await this.rpc.call(accountContract.operations.find, { body });
      if (!account.is_active) throw new DomainError('USER_NOT_FOUND');
      return { accountId: account.id, username: account.username };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ACCOUNT_NOT_FOUND')
        throw new DomainError('USER_NOT_FOUND');
      throw error;
    }
  }
}

function known(flight: ListedFlight | undefined): ListedFlight {
  if (!flight) throw new DomainError('FLIGHT_NOT_FOUND');
  return flight;
}

function assertHolds({ right }: ListedFlight, wanted: HeldRight): void {
  if (!holds(right, wanted)) throw new DomainError('FLIGHT_RIGHT_MISSING');
}

function assertSound(flight: FlightDraft): void {
  const issues = flightProblems(flight);
  if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
}

const accountOf = (context: CallContext): Account => {
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
