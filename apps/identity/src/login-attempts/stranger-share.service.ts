import { addressPrefix } from '@argus/contracts';
import { Database, type FairQueue, shareOfConnections } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Keeps connections free of strangers: their transactions have three of ten, and addresses take turns. */
@Injectable()
export class StrangerShare {
  readonly #queue: FairQueue;

  constructor(private readonly database: Database) {
    this.#queue = shareOfConnections(database, 0.3);
  }

  /**
   * Runs `work` in a transaction.
   * @param isKnown is true for who is known at the address, and keeps `work` out of the share.
   * @throws DomainError UNAVAILABLE if too many strangers wait, or one waits too long
   */
  transaction<T>(
    isKnown: boolean,
    address: string | undefined,
    work: (tx: EntityManager) => Promise<T>,
  ): Promise<T> {
    const run = (): Promise<T> => this.database.transaction(work);
    return isKnown ? run() : this.#queue.run(addressPrefix(address), run);
  }
}
