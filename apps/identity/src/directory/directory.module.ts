import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AccountListStore } from './account-list.store.js';
import { AccountDirectory } from './account-directory.service.js';
import { Account } from './account.entity.js';
import { AccountStore } from './account.store.js';

@Module({
  imports: [Entities.forFeature([Account])],
  providers: [AccountDirectory, AccountListStore, AccountStore],
  exports: [AccountDirectory, AccountStore],
})
export class DirectoryModule {}
