import type { FaceEnrolled } from '@argus/contracts';
import type { Delivery } from '@argus/messaging';
import { Database, Inbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** Notes on the account that attendance has a face template of the person. */
@Injectable()
export class FaceEnrolledConsumer {
  constructor(private readonly database: Database) {}

  async note({ employee_id }: FaceEnrolled, { eventId }: Delivery): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await Inbox.once(tx, 'identity.face-enrolled', eventId))) return;
      await tx.query(
        `UPDATE account SET face_enrolled = true WHERE family = 'attendance' AND username = $1 AND NOT face_enrolled`,
        [employee_id],
      );
    });
  }
}
