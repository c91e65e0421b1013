import type {
  CallContext,
  Handlers,
  RefreshedToken,
  techtrackTokenContract,
  TokenObtainPair,
  TokenPair,
  TokenRefresh,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { RefreshService } from './refresh.service.js';
import { SessionService } from './session.service.js';
import { toRefreshedToken } from './session.view.js';

const family = 'techtrack';

@Injectable()
export class TechtrackTokenController implements Handlers<typeof techtrackTokenContract> {
  constructor(
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
  ) {}

  async obtain({ body }: { body: TokenObtainPair }, context: CallContext): Promise<TokenPair> {
    const { username, password } = body;
    const { refresh, access } = await this.sessions.logIn(family, { username }, password, context);
    return { refresh, access };
  }

  async refresh({ body }: { body: TokenRefresh }, context: CallContext): Promise<RefreshedToken> {
    return toRefreshedToken(await this.refreshes.refresh(family, body.refresh, context));
  }
}
