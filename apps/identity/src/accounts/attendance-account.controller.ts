import {
  attendanceAccountsContract,
  type CallContext,
  type CreateUser,
  DomainError,
  foldText,
  type GeneratedPassword,
  type LinkedAccountView,
  type LinkUser,
  type Page,
  type PageQuery,
  type UpdateUser,
  type UserLinkPath,
  type UserPath,
  type UserQuery,
  type UserView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { withoutCandidates } from '../directory/account-reference.js';
import { AccountLinkService } from './account-link.service.js';
import { AccountService } from './account.service.js';
import { pageOfAll } from '../pages.js';
import { propertiesOf } from './account-input.js';
import { toUserView } from './account.view.js';

const family = 'attendance';

@Controller()
@Handles(attendanceAccountsContract)
export class AttendanceAccountController {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
    private readonly links: AccountLinkService,
  ) {}

  async list({ query }: { query: UserQuery }): Promise<Page<UserView>> {
    const { count, results } = await this.directory.list(family, query);
    return { count, results: results.map(toUserView) };
  }

  async create({ body }: { body: CreateUser }, context: CallContext): Promise<UserView> {
    const { employee_id: username, password, ...profile } = body;
    return toUserView(
      await this.accounts.create({ ...propertiesOf(profile), family, username }, password, context),
    );
  }

  async get({ params }: { params: UserPath }, { principal }: CallContext): Promise<UserView> {
    if (principal?.role === 'admin') return toUserView(await this.directory.show(family, params.id));
    const account = await this.directory.show(family, params.id).catch((error: unknown) => {
      throw withoutCandidates(error);
    });
    if (principal?.accountId !== account.id) throw new DomainError('PERMISSION_DENIED');
    return toUserView(account);
  }

  async update(
    { params, body }: { params: UserPath; body: UpdateUser },
    context: CallContext,
  ): Promise<UserView> {
    const { employee_id: username, ...profile } = body;
    const nameOf = async () => foldText((await this.directory.get(family, params.id)).username);
    if (username !== undefined && foldText(username) !== (await nameOf()))
      throw new DomainError('EMPLOYEE_ID_FIXED');
    return toUserView(await this.accounts.update(family, params.id, propertiesOf(profile), context));
  }

  async deactivate({ params }: { params: UserPath }, context: CallContext): Promise<void> {
    await this.accounts.deactivate(family, params.id, context);
  }

  async resetPassword({ params }: { params: UserPath }, context: CallContext): Promise<GeneratedPassword> {
    return { password: await this.accounts.resetPassword(family, params.id, context) };
  }

  async endSessions({ params }: { params: UserPath }, context: CallContext): Promise<void> {
    await this.accounts.endSessions(family, params.id, context);
  }

  async listLinks({
    params,
    query,
  }: {
    params: UserPath;
    query: PageQuery;
  }): Promise<Page<LinkedAccountView>> {
    return pageOfAll(await this.links.linkedTo(await this.directory.get(family, params.id)), query);
  }

  async link({ params, body }: { params: UserPath; body: LinkUser }, context: CallContext): Promise<void> {
    const other = await this.directory.find(body);
    await this.links.link(await this.directory.get(family, params.id), other, context);
  }

  async unlink({ params }: { params: UserLinkPath }, context: CallContext): Promise<void> {
    await this.links.unlink(await this.directory.get(family, params.id), params.family, context);
  }
}
