import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AccountConsumer } from './account.consumer.js';
import { PersonDirectory } from './person.directory.js';
import { Person } from './person.entity.js';

@Module({
  imports: [Entities.forFeature([Person])],
  providers: [AccountConsumer, PersonDirectory],
  exports: [PersonDirectory],
})
export class PersonModule {}
