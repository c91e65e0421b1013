import { DomainError, type Issue, type Type, tryParse } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from './equipment.store.js';

export const unknownEquipment = (id: number): Issue => ({
  path: ['equipment'],
  code: 'no_such_key',
  params: { key: String(id) },
});

/** Reads bodies that name a machine. Reports invalid fields and an unknown machine together, as the original API does. */
@Injectable()
export class EquipmentReferences {
  constructor(private readonly store: EquipmentStore) {}

  /**
   * Like `read`, without looking the machine up for a valid body: for callers that lock the machine afterwards and so learn
   * whether it exists.
   */
  async readForm<T extends { equipment?: number | undefined }>(Class: Type<T>, sent: unknown): Promise<T> {
    const read = tryParse(Class, sent);
    return 'value' in read ? read.value : this.read(Class, sent);
  }

  /** Throws VALIDATION_FAILED with all issues. */
  async read<T extends { equipment?: number | undefined }>(Class: Type<T>, sent: unknown): Promise<T> {
    const read = tryParse(Class, sent);
    const id = idOf('value' in read ? read.value : sent);
    const unknown = id !== undefined && !(await this.store.exists(id)) ? [unknownEquipment(id)] : [];
    const issues = [...read.issues, ...unknown];
    if (issues.length > 0 || !('value' in read)) throw new DomainError('VALIDATION_FAILED', { issues });
    return read.value;
  }
}

/** Returns the sent id if it is well-formed. */
function idOf(sent: unknown): number | undefined {
  const { equipment } = (sent ?? {}) as { equipment?: unknown };
  const id =
    typeof equipment === 'string' && /^\s*\d{1,15}\s*$/.test(equipment) ? Number(equipment) : equipment;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}
