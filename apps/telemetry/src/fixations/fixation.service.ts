import {
  type CallContext,
  callerOf,
  type Display,
  DomainError,
  type FixationDraft,
  type FixationQuery,
  type FixationView,
  type Issue,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { telemetrySettings, type TelemetrySettings } from '../telemetry.settings.js';
import { FixationStore, type Owner } from './fixation.store.js';

const ROWS_PER_PIECE = 5000;
/** A file has one or a few; each makes a row of its own. */
const MAX_RECORDINGS = 100;

interface ListState {
  readonly after: number;
  /** Rows that the limit still allows; null without a limit. */
  readonly left: number | null;
}

@Injectable()
export class FixationService {
  constructor(
    private readonly database: Database,
    private readonly store: FixationStore,
    @Inject(telemetrySettings.token) private readonly settings: TelemetrySettings,
  ) {}

  /** The documented list of the caller's rows. Throws NO_DATA. */
  async piece(
    display: Display,
    query: FixationQuery,
    position: StreamPosition,
    context: CallContext,
  ): Promise<StreamPiece> {
    const piece = await this.streamed(callerOf(context).accountId, display, query, position);
    const isEmpty = position.state === undefined && piece.bytes.length === '[]'.length;
    if (isEmpty && this.settings.TELEMETRY_EMPTY_LIST === 'not-found') throw new DomainError('NO_DATA');
    return piece;
  }

  /** One array of all rows of an account, however many: it is streamed piece by piece. */
  async streamed(
    accountId: number,
    display: Display,
    query: FixationQuery,
    { state }: StreamPosition,
  ): Promise<StreamPiece> {
    const before = state && (JSON.parse(Buffer.from(state).toString()) as ListState);
    const { after, left } = before ?? { after: query.after ?? 0, left: query.limit ?? null };
    const wanted = Math.min(ROWS_PER_PIECE, left ?? ROWS_PER_PIECE);
    /* One more row shows whether more follow. */
    const rows = await this.store.list(accountId, display, query, { after, limit: wanted + 1 });
    const shown = rows.slice(0, wanted);
    const leftAfter = left === null ? null : left - shown.length;
    const goesOn = rows.length > wanted && leftAfter !== 0;
    const next: ListState | undefined = goesOn ? { after: shown.at(-1)!.id, left: leftAfter } : undefined;
    const text = `${before ? ',' : '['}${shown.map((row) => JSON.stringify(row)).join()}${next ? '' : ']'}`;
    return {
      bytes: Buffer.from(text),
      ...(next && { next: Buffer.from(JSON.stringify(next)) }),
      media_type: 'application/json',
    };
  }

  /** Stores all rows or none. With the checksum of their file they are stored once. Throws VALIDATION_FAILED, TOO_MANY_RECORDINGS and UPLOAD_DIFFERS. */
  async create(
    display: Display,
    rows: readonly FixationDraft[],
    sha256: string | undefined,
    context: CallContext,
  ): Promise<FixationView[]> {
    assertStorable(rows);
    const owner = ownerOf(context);
    if (sha256 === undefined) return this.store.insert(undefined, owner, display, rows, null);
    return this.database.transaction(async (tx) => {
      const file = { sha256, rows: rows.length };
      const uploadId = await this.store.noteUpload(tx, owner.accountId, display, file);
      if (uploadId !== undefined) return this.store.insert(tx, owner, display, rows, uploadId);
      const stored = await this.store.uploaded(tx, owner.accountId, display, sha256);
      if (stored.length !== rows.length) throw new DomainError('UPLOAD_DIFFERS');
      return stored;
    });
  }
}

/** Throws VALIDATION_FAILED with the places of the rows. */
function assertStorable(rows: readonly FixationDraft[]): void {
  const issues = rows.flatMap((row, place): Issue[] =>
    row.fixation_detected_on_surface
      ? (['fixation_x', 'fixation_y'] as const)
          .filter((field) => row[field] === null)
          .map((field) => ({ path: [place, field], code: 'null' }))
      : [],
  );
  if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues, items: rows.length });
  if (new Set(rows.map((row) => row.recording_id)).size > MAX_RECORDINGS)
    throw new DomainError('TOO_MANY_RECORDINGS');
}

/** The original calls its accounts USR1 and its administrators ADM1. */
function ownerOf(context: CallContext): Owner {
  const { accountId, username, role } = callerOf(context);
  return { accountId, username, ownerId: `${role === 'admin' ? 'ADM' : 'USR'}${accountId}` };
}
