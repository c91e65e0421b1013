import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AccountConsumer } from './account.consumer.js';
import { PersonDirectory } from './person-directory.service.js';
import { Person } from './person.entity.js';
import { PersonStore } from './person.store.js';

@Module({
  imports: [Entities.forFeature([Person])],
  providers: [AccountConsumer, PersonDirectory, PersonStore],
  exports: [PersonDirectory, PersonStore],
})
export class PersonModule {}
