import { DomainError, instant, instantOrNull, type Principal, type SessionView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { RevocationService } from './revocation.service.js';
import { SessionStore } from './session.store.js';

/** More than a person looks through. Unlisted sessions can be ended with all others. */
const MAX_LISTED_SESSIONS = 500;

/** Lists and ends a person's own sessions. */
@Injectable()
export class OwnSessionService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
  ) {}

  /** Returns usable sessions, last used first. */
  async list({ family, accountId, sessionId }: Principal): Promise<SessionView[]> {
    const sessions = await this.sessions.usable(family, accountId, MAX_LISTED_SESSIONS);
    return sessions.map((session) => ({
      id: session.sid,
      created_at: instant(session.createdAt),
      last_used_at: instant(session.lastUsedAt),
      expires_at: instantOrNull(session.expiresAt),
      client_address: session.clientAddress,
      user_agent: session.userAgent,
      is_current: session.sid === sessionId,
    }));
  }

  /** @throws DomainError SESSION_NOT_FOUND, also for a session of another account */
  end(principal: Principal, sid: string, actor: Actor): Promise<void> {
    return this.#end(principal, { sid: sid.toLowerCase() }, actor, (ended) => {
      if (ended === 0) throw new DomainError('SESSION_NOT_FOUND');
    });
  }

  endOthers(principal: Principal, actor: Actor): Promise<void> {
    return this.#end(principal, { except: principal.sessionId }, actor);
  }

  #end(
    { family, accountId }: Principal,
    which: { readonly sid: string } | { readonly except: string },
    actor: Actor,
    check: (ended: number) => void = () => undefined,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const sids = await this.sessions.openIds(tx, { family, accountId }, which);
      const ended = await this.revocations.endSessions(tx, sids, 'ended-by-owner');
      check(ended.length);
      if (ended.length === 0) return;
      await this.audit.append(tx, actor, {
        action: 'session-ended',
        account: { family, id: accountId },
        details: { sessions: ended.length },
      });
    });
  }
}
