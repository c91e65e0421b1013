import { randomBytes } from 'node:crypto';
import {
  type CallContext,
  eyetrackerAccountsContract,
  type EyetrackerLogin,
  type EyetrackerRegistration,
  type EyetrackerTokenObtain,
  type LoggedIn,
  type Message,
  type RefreshedToken,
  type TokenPair,
  type TokenRefresh,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RefreshService } from '../sessions/refresh.service.js';
import { SessionService } from '../sessions/session.service.js';
import { toRefreshedToken } from '../sessions/session.view.js';
import { EyetrackerAccountService } from './eyetracker-account.service.js';

const family = 'eyetracker';

@Controller()
@Handles(eyetrackerAccountsContract)
export class EyetrackerAccountController {
  constructor(
    private readonly accounts: EyetrackerAccountService,
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
  ) {}

  async login({ body }: { body: EyetrackerLogin }, context: CallContext): Promise<LoggedIn> {
    const { sid } = await this.sessions.logInByCookie(family, body, body.password, context);
    const csrf = randomBytes(24).toString('base64url');
    return { message: 'Logged in successfully', session: sid.replaceAll('-', ''), csrf };
  }

  async register({ body }: { body: EyetrackerRegistration }, context: CallContext): Promise<Message> {
    await this.accounts.register(body, context);
    return { message: 'User created successfully' };
  }

  async obtain({ body }: { body: EyetrackerTokenObtain }, context: CallContext): Promise<TokenPair> {
    const { refresh, access } = await this.sessions.logIn(family, body, body.password, context);
    return { refresh, access };
  }

  async refresh({ body }: { body: TokenRefresh }, context: CallContext): Promise<RefreshedToken> {
    return toRefreshedToken(await this.refreshes.refresh(family, body.refresh, context));
  }
}
