import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Screen } from './screen.entity.js';

@Injectable()
export class ScreenStore {
  constructor(private readonly database: Database) {}

  async save(screen: Screen): Promise<void> {
    await this.database.entities((manager) => manager.upsert(Screen, screen, ['owner', 'candidateId']));
  }

  find(owner: string, candidateId: string, tx?: EntityManager): Promise<Screen | null> {
    return this.database.entities((manager) => manager.findOneBy(Screen, { owner, candidateId }), tx);
  }

  async setDiagonal(tx: EntityManager, { owner, candidateId }: Screen, inches: number): Promise<void> {
    await tx.update(Screen, { owner, candidateId }, { diagonalInches: inches });
  }
}
