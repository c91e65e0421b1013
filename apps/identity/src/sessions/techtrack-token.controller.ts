import {
  type CallContext,
  type RefreshedToken,
  techtrackTokenContract,
  type TokenObtainPair,
  type TokenPair,
  type TokenRefresh,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { RefreshService } from './refresh.service.js';
import { SessionService } from './session.service.js';
import { toRefreshedToken } from './session.view.js';

const family = 'techtrack';

@Controller()
@Handles(techtrackTokenContract)
export class TechtrackTokenController {
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
