import {
  attendanceSelfContract,
  type CallContext,
  callerOf,
  type ChangePassword,
  eyetrackerSelfContract,
  type LinkAccount,
  type LinkedAccountView,
  type LinkPath,
  type Page,
  type PageQuery,
  proctorxSelfContract,
  type SessionPath,
  type SessionView,
  techtrackSelfContract,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { pageOfAll } from '../pages.js';
import { OwnSessionService } from '../sessions/own-session.service.js';
import { AccountLinkService } from './account-link.service.js';
import { OwnAccountService } from './own-account.service.js';

/** Serves every family; the caller's token names the family. */
@Controller()
@Handles(eyetrackerSelfContract, techtrackSelfContract, attendanceSelfContract, proctorxSelfContract)
export class OwnAccountController {
  constructor(
    private readonly sessions: OwnSessionService,
    private readonly account: OwnAccountService,
    private readonly links: AccountLinkService,
  ) {}

  async listSessions({ query }: { query: PageQuery }, context: CallContext): Promise<Page<SessionView>> {
    return pageOfAll(await this.sessions.list(callerOf(context)), query);
  }

  async endSession({ params }: { params: SessionPath }, context: CallContext): Promise<void> {
    await this.sessions.end(callerOf(context), params.id, context);
  }

  async endOtherSessions(_: unknown, context: CallContext): Promise<void> {
    await this.sessions.endOthers(callerOf(context), context);
  }

  async changePassword({ body }: { body: ChangePassword }, context: CallContext): Promise<void> {
    await this.account.changePassword(callerOf(context), body, context);
  }

  async listLinks({ query }: { query: PageQuery }, context: CallContext): Promise<Page<LinkedAccountView>> {
    const { family, accountId: id } = callerOf(context);
    return pageOfAll(await this.links.linkedTo({ family, id }), query);
  }

  async link({ body }: { body: LinkAccount }, context: CallContext): Promise<void> {
    await this.account.link(callerOf(context), body, context);
  }

  async unlink({ params }: { params: LinkPath }, context: CallContext): Promise<void> {
    const { family, accountId: id } = callerOf(context);
    await this.links.unlink({ family, id }, params.family, context);
  }
}
