import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ScreenRecord } from './screen.entity.js';

/** The screens of candidates in the record. */
@Injectable()
export class ScreenStore {
  constructor(private readonly database: Database) {}

  async save(screen: ScreenRecord): Promise<void> {
    await this.database.dataSource.manager.upsert(ScreenRecord, screen, ['owner', 'candidateId']);
  }

  async find(
    owner: string,
    candidateId: string,
    tx: EntityManager = this.database.dataSource.manager,
  ): Promise<ScreenRecord | undefined> {
    return (await tx.findOneBy(ScreenRecord, { owner, candidateId })) ?? undefined;
  }

  async setDiagonal(tx: EntityManager, { owner, candidateId }: ScreenRecord, inches: number): Promise<void> {
    await tx.update(ScreenRecord, { owner, candidateId }, { diagonalInches: inches });
  }
}
