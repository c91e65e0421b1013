import { accountContract, type AccountReference, type FoundAccount } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { toAccountView } from './account.view.js';

@Controller()
@Handles(accountContract)
export class AccountController {
  constructor(private readonly directory: AccountDirectory) {}

  async find({ body }: { body: AccountReference }): Promise<FoundAccount> {
    const account = await this.directory.find(body);
    return { ...toAccountView(account), face_enrolled: account.faceEnrolled };
  }
}
