import {
  type AttendanceLogin,
  type AttendanceTokens,
  type attendanceSessionContract,
  type CallContext,
  DomainError,
  type Handlers,
  type Message,
  type Principal,
  type RefreshedTokens,
  type RefreshToken,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { RefreshService } from './refresh.service.js';
import { SessionService } from './session.service.js';

@Injectable()
export class AttendanceSessionController implements Handlers<typeof attendanceSessionContract> {
  constructor(
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
  ) {}

  async login({ body }: { body: AttendanceLogin }, context: CallContext): Promise<AttendanceTokens> {
    const opened = await this.sessions.logIn('attendance', nameOf(body), body.password, context);
    const { id, email, role, first_name, last_name } = opened.account;
    const user = { id, email: email ?? '', role, first_name, last_name };
    return { access: opened.access, refresh: opened.refresh, user };
  }

  refresh({ body }: { body: RefreshToken }): Promise<RefreshedTokens> {
    return this.refreshes.refresh('attendance', body.refresh);
  }

  refreshAlias(input: { body: RefreshToken }): Promise<RefreshedTokens> {
    return this.refresh(input);
  }

  async logout({ body }: { body: RefreshToken }, context: CallContext): Promise<Message> {
    await this.sessions.logOut(callerOf(context), body.refresh);
    return { message: 'Successfully logged out' };
  }
}

/** Either name does; the document's clients send the e-mail address, so that is the one that is missed. */
function nameOf({ email, username }: AttendanceLogin): { email: string } | { username: string } {
  if (email !== undefined) return { email };
  if (username !== undefined) return { username };
  throw new DomainError('VALIDATION_FAILED', { issues: [{ path: ['email'], code: 'required' }] });
}

function callerOf({ principal }: CallContext): Principal {
  if (!principal) throw new DomainError('NOT_AUTHENTICATED');
  return principal;
}
