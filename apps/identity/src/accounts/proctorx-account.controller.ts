import {
  type CallContext,
  callerOf,
  proctorxAccountsContract,
  type ProctorxLoggedIn,
  type ProctorxLogin,
  type ProctorxMessage,
  type ProctorxProfile,
  type ProctorxRefresh,
  type ProctorxRefreshed,
  type Signup,
  type TokenPair,
  type UpdateProctorxProfile,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RefreshService } from '../sessions/refresh.service.js';
import { SessionService } from '../sessions/session.service.js';
import { tokenLives } from '../signing-keys/token-lives.js';
import { toProctorxProfile } from './account.view.js';
import { ProctorxAccountService } from './proctorx-account.service.js';

const family = 'proctorx';
const expires_in = tokenLives[family].accessMs / 1000;

@Controller()
@Handles(proctorxAccountsContract)
export class ProctorxAccountController {
  constructor(
    private readonly accounts: ProctorxAccountService,
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
  ) {}

  async signup({ body }: { body: Signup }, context: CallContext): Promise<ProctorxProfile> {
    return toProctorxProfile(await this.accounts.signUp(body, context));
  }

  async login({ body }: { body: ProctorxLogin }, context: CallContext): Promise<ProctorxLoggedIn> {
    const { username, password } = body;
    const opened = await this.sessions.logIn(family, { username }, password, context);
    const { account, refresh, access } = opened;
    return { ...toProctorxProfile(account), refresh, access, expires_in };
  }

  async obtain({ body }: { body: ProctorxLogin }, context: CallContext): Promise<TokenPair> {
    const { username, password } = body;
    const { access, refresh } = await this.sessions.logIn(family, { username }, password, context);
    return { access, refresh };
  }

  async profile(_: unknown, context: CallContext): Promise<ProctorxProfile> {
    return toProctorxProfile(await this.accounts.profile(callerOf(context)));
  }

  async updateProfile(
    { body }: { body: UpdateProctorxProfile },
    context: CallContext,
  ): Promise<ProctorxProfile> {
    return toProctorxProfile(await this.accounts.update(callerOf(context), body, context));
  }

  async refresh({ body }: { body: ProctorxRefresh }, context: CallContext): Promise<ProctorxRefreshed> {
    const { access, refresh } = await this.refreshes.refresh(family, body.refresh, context);
    return { ok: true, access, expires_in, refresh: refresh! };
  }

  async logout({ body }: { body: ProctorxRefresh }, context: CallContext): Promise<ProctorxMessage> {
    await this.sessions.logOut(family, body.refresh, context);
    return { ok: true, message: 'Successfully logged out' };
  }
}
