import {
  type CallContext,
  callerOf,
  type Display,
  DomainError,
  pageOfRows,
  isUuid,
  offsetOf,
  type Page,
  type RecordingChange,
  type RecordingDraft,
  type RecordingQuery,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { FixationService } from '../fixations/fixation.service.js';
import { FlightService, holds } from '../flights/flight.service.js';
import { type ListedRecording, RecordingStore } from './recording.store.js';

/** Keeps what is known of recordings. They are their owner's; who may read a flight may read those in it. */
@Injectable()
export class RecordingService {
  constructor(
    private readonly database: Database,
    private readonly store: RecordingStore,
    private readonly flights: FlightService,
    private readonly fixationService: FixationService,
  ) {}

  /** @throws DomainError FLIGHT_NOT_FOUND, PAGE_NOT_FOUND */
  async list(query: RecordingQuery, context: CallContext): Promise<Page<ListedRecording>> {
    const flightId = filled(query.flight);
    if (flightId !== undefined) await this.flights.get(flightId, context);
    const accountId = flightId === undefined ? callerOf(context).accountId : undefined;
    const among = { accountId, flightId, name: filled(query.recording_id) };
    const rows = await this.store.list(among, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError FLIGHT_NOT_FOUND, FLIGHT_RIGHT_MISSING, RECORDING_EXISTS */
  async create(recording: RecordingDraft, context: CallContext): Promise<ListedRecording> {
    await this.assertMayFill(recording.flight, context);
    const id = randomUUID();
    const { accountId, username } = callerOf(context);
    await this.store.insert(id, { accountId, username }, recording);
    return this.get(id, context);
  }

  /** @throws DomainError RECORDING_NOT_FOUND */
  async get(id: string, context: CallContext): Promise<ListedRecording> {
    const recording = isUuid(id) ? await this.store.find(id) : undefined;
    if (!recording) throw new DomainError('RECORDING_NOT_FOUND');
    if (recording.accountId !== callerOf(context).accountId)
      await this.assertInReadFlight(recording, context);
    return recording;
  }

  /** @throws DomainError RECORDING_NOT_FOUND, FLIGHT_NOT_FOUND, FLIGHT_RIGHT_MISSING, RECORDING_EXISTS */
  async change(id: string, change: RecordingChange, context: CallContext): Promise<ListedRecording> {
    const recording = await this.own(id, context);
    await this.assertMayFill(change.flight, context);
    await this.database.transaction((tx) => this.store.update(tx, recording, change));
    return this.get(id, context);
  }

  /** @throws DomainError RECORDING_NOT_FOUND */
  async remove(id: string, context: CallContext): Promise<void> {
    const recording = await this.own(id, context);
    await this.database.transaction((tx) => this.store.remove(tx, recording));
  }

  /** @throws DomainError RECORDING_NOT_FOUND */
  async fixations(
    id: string,
    display: Display,
    position: StreamPosition,
    context: CallContext,
  ): Promise<StreamPiece> {
    const { accountId, name } = await this.get(id, context);
    return this.fixationService.streamed(accountId, display, { recording_id: name }, position);
  }

  private async own(id: string, context: CallContext): Promise<ListedRecording> {
    const recording = await this.get(id, context);
    if (recording.accountId !== callerOf(context).accountId) throw new DomainError('RECORDING_NOT_FOUND');
    return recording;
  }

  private async assertInReadFlight({ flightId }: ListedRecording, context: CallContext): Promise<void> {
    if (flightId === null || !(await this.flights.mayRead(flightId, context)))
      throw new DomainError('RECORDING_NOT_FOUND');
  }

  private async assertMayFill(flight: string | null | undefined, context: CallContext): Promise<void> {
    if (flight === null || flight === undefined) return;
    const { right } = await this.flights.get(flight, context);
    if (!holds(right, 'edit')) throw new DomainError('FLIGHT_RIGHT_MISSING');
  }
}

/** A blank filter is none. */
const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
