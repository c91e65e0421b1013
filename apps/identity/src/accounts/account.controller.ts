import type { accountContract, AccountReference, AccountView, Handlers } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { AccountDirectory } from './account.directory.js';
import { toAccountView } from './account.view.js';

@Injectable()
export class AccountController implements Handlers<typeof accountContract> {
  constructor(private readonly directory: AccountDirectory) {}

  async find({ body }: { body: AccountReference }): Promise<AccountView> {
    return toAccountView(await this.directory.find(body));
  }
}
