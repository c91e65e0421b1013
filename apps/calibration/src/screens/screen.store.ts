import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Screen } from './screen.entity.js';

@Injectable()
export class ScreenStore {
  constructor(private readonly database: Database) {}

  /** Returns false, and saves nothing, if there are `maxOfOrigin` screens of the same origin and this is not one of them. */
  async save(screen: Screen, maxOfOrigin: number): Promise<boolean> {
    const { owner, candidateId, origin } = screen;
    return this.database.entities(async (manager) => {
      const isKnown = await manager.existsBy(Screen, { owner, candidateId });
      if (!isKnown && (await manager.countBy(Screen, { origin })) >= maxOfOrigin) return false;
      await manager.upsert(Screen, screen, ['owner', 'candidateId']);
      return true;
    });
  }

  find(owner: string, candidateId: string, tx?: EntityManager): Promise<Screen | null> {
    return this.database.entities((manager) => manager.findOneBy(Screen, { owner, candidateId }), tx);
  }

  async setDiagonal(tx: EntityManager, { owner, candidateId }: Screen, inches: number): Promise<void> {
    await tx.update(Screen, { owner, candidateId }, { diagonalInches: inches });
  }
}
