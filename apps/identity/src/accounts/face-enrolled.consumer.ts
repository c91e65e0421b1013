import { type FaceEnrolled, faceEnrolled, type FaceRevoked, faceRevoked } from '@argus/contracts';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountStore } from '../directory/account.store.js';

/** Stores on the account whether its person has a face template. */
@Injectable()
export class FaceEnrolledConsumer {
  constructor(private readonly accounts: AccountStore) {}

  @Consumes(faceEnrolled)
  note({ employee_id }: FaceEnrolled, tx: EntityManager): Promise<void> {
    return this.accounts.setFaceEnrolled(tx, employee_id, true);
  }

  @Consumes(faceRevoked)
  forget({ employee_id }: FaceRevoked, tx: EntityManager): Promise<void> {
    return this.accounts.setFaceEnrolled(tx, employee_id, false);
  }
}
