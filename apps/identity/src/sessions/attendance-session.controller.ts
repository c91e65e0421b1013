import {
  type AttendanceLogin,
  attendanceSessionContract,
  type AttendanceTokens,
  type CallContext,
  callerOf,
  type Message,
  type RefreshedTokens,
  type RefreshToken,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RefreshService } from './refresh.service.js';
import { SessionService } from './session.service.js';

@Controller()
@Handles(attendanceSessionContract)
export class AttendanceSessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
  ) {}

  async login({ body }: { body: AttendanceLogin }, context: CallContext): Promise<AttendanceTokens> {
    const opened = await this.sessions.logIn('attendance', body, body.password, context);
    const { id, email, role, firstName: first_name, lastName: last_name } = opened.account;
    const user = { id, email: email ?? '', role, first_name, last_name };
    return { access: opened.access, refresh: opened.refresh, user };
  }

  async refresh({ body }: { body: RefreshToken }, context: CallContext): Promise<RefreshedTokens> {
    const { access, refresh } = await this.refreshes.refresh('attendance', body.refresh, context);
    return { access, refresh: refresh! };
  }

  refreshAlias(input: { body: RefreshToken }, context: CallContext): Promise<RefreshedTokens> {
    return this.refresh(input, context);
  }

  async logout({ body }: { body: RefreshToken }, context: CallContext): Promise<Message> {
    callerOf(context);
    await this.sessions.logOut('attendance', body.refresh, context);
    return { message: 'Successfully logged out' };
  }
}
