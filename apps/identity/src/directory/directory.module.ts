import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AccountListStore } from './account-list.store.js';
import { AccountLooks } from './account-looks.service.js';
import { AccountLooksStore } from './account-looks.store.js';
import { AccountDirectory } from './account-directory.service.js';
import { Account } from './account.entity.js';
import { AccountStore } from './account.store.js';

@Module({
  imports: [Entities.forFeature([Account])],
  providers: [AccountDirectory, AccountListStore, AccountLooks, AccountLooksStore, AccountStore],
  exports: [AccountDirectory, AccountLooks, AccountStore],
})
export class DirectoryModule {}
