import {
  type attendanceAccountsContract,
  type CallContext,
  type CreateUser,
  DomainError,
  type Handlers,
  type Page,
  type UpdateUser,
  type UserPath,
  type UserQuery,
  type UserView,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { AccountService } from './account.service.js';
import { toUserView } from './account.view.js';

const family = 'attendance';

@Injectable()
export class AttendanceAccountController implements Handlers<typeof attendanceAccountsContract> {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
  ) {}

  async list({ query }: { query: UserQuery }): Promise<Page<UserView>> {
    const { count, results } = await this.directory.list(family, query);
    return { count, results: results.map(toUserView) };
  }

  async create({ body }: { body: CreateUser }): Promise<UserView> {
    const { employee_id: username, password, ...profile } = body;
    return toUserView(await this.accounts.create({ ...profile, family, username }, password));
  }

  async get({ params }: { params: UserPath }, { principal }: CallContext): Promise<UserView> {
    const account = await this.directory.get(family, params.id);
    const isOwn = principal?.accountId === account.id;
    if (!isOwn && principal?.role !== 'admin') throw new DomainError('PERMISSION_DENIED');
    return toUserView(account);
  }

  async update({ params, body }: { params: UserPath; body: UpdateUser }): Promise<UserView> {
    return toUserView(await this.accounts.update(family, params.id, body));
  }

  async deactivate({ params }: { params: UserPath }): Promise<void> {
    await this.accounts.deactivate(family, params.id);
  }
}
