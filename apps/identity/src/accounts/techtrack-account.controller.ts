import {
  type CallContext,
  type CreateTechtrackUser,
  type GeneratedPassword,
  type Page,
  type TechtrackUserPath,
  type TechtrackUserQuery,
  techtrackUsersContract,
  type TechtrackUserView,
  type UpdateTechtrackUser,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { AccountService } from './account.service.js';
import { propertiesOf } from './account-input.js';
import { toTechtrackUser } from './account.view.js';

const family = 'techtrack';

interface Named {
  readonly params: TechtrackUserPath;
}

@Controller()
@Handles(techtrackUsersContract)
export class TechtrackAccountController {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
  ) {}

  async list({ query }: { query: TechtrackUserQuery }): Promise<Page<TechtrackUserView>> {
    const { count, results } = await this.directory.list(family, query);
    return { count, results: results.map(toTechtrackUser) };
  }

  async create({ body }: { body: CreateTechtrackUser }, context: CallContext): Promise<TechtrackUserView> {
    const { password, email = null, ...profile } = body;
    return toTechtrackUser(
      await this.accounts.create({ ...propertiesOf(profile), email, family }, password, context),
    );
  }

  async get({ params }: Named): Promise<TechtrackUserView> {
    return toTechtrackUser(await this.directory.show(family, params.id));
  }

  async update(
    { params, body }: Named & { body: UpdateTechtrackUser },
    context: CallContext,
  ): Promise<TechtrackUserView> {
    return toTechtrackUser(await this.accounts.update(family, params.id, propertiesOf(body), context));
  }

  patch(input: Named & { body: UpdateTechtrackUser }, context: CallContext): Promise<TechtrackUserView> {
    return this.update(input, context);
  }

  async deactivate({ params }: Named, context: CallContext): Promise<void> {
    await this.accounts.deactivate(family, params.id, context);
  }

  async resetPassword({ params }: Named, context: CallContext): Promise<GeneratedPassword> {
    return { password: await this.accounts.resetPassword(family, params.id, context) };
  }

  async endSessions({ params }: Named, context: CallContext): Promise<void> {
    await this.accounts.endSessions(family, params.id, context);
  }
}
