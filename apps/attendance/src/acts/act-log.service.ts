import { type AttendanceActName, attendanceDeedDone, type CallContext } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Who has something done. Without a principal it is the platform. */
export type Asker = Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>;

export interface Act {
  /** Account that it is done to. */
  readonly personId?: number | null;
  /** Default: true. */
  readonly success?: boolean;
  /** Particulars, without secrets. */
  readonly details?: Readonly<Record<string, string | null | undefined>>;
}

/** Tells the audit what people do, in the transaction that makes it true. */
@Injectable()
export class ActLog {
  constructor(private readonly outbox: Outbox) {}

  async note(
    tx: EntityManager,
    act: AttendanceActName,
    { principal, requestId, clientAddress, userAgent }: Asker,
    { personId = null, success = true, details = {} }: Act = {},
  ): Promise<void> {
    const told = Object.entries(details).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    await this.outbox.append(tx, attendanceDeedDone, {
      act,
      success,
      person_id: personId,
      details: Object.fromEntries(told),
      requested_by: principal?.accountId ?? null,
      key_id: principal?.scopes ? principal.sessionId : null,
      request_id: requestId,
      client_address: clientAddress ?? null,
      user_agent: userAgent ?? null,
    });
  }
}
