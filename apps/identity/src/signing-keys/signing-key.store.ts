import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SigningKey } from './signing-key.entity.js';

@Injectable()
export class SigningKeyStore {
  constructor(private readonly database: Database) {}

  /** Locks the table: one replica changes keys at a time, while others still read. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query('LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE');
  }

  /** Returns all keys in the order in which they sign. */
  all(tx?: EntityManager): Promise<SigningKey[]> {
    return this.database.entities((manager) => manager.find(SigningKey, { order: { signsFrom: 'ASC' } }), tx);
  }

  async insert(tx: EntityManager, key: SigningKey): Promise<void> {
    await tx.insert(SigningKey, key);
  }

  async setSignsFrom(tx: EntityManager, kid: string, signsFrom: Date): Promise<void> {
    await tx.update(SigningKey, { kid }, { signsFrom });
  }

  async delete(tx: EntityManager, kid: string): Promise<void> {
    await tx.delete(SigningKey, { kid });
  }
}
