import {
  DomainError,
  type EquipmentBody,
  type EquipmentPatch,
  type EquipmentQuery,
  type EquipmentView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from './equipment.store.js';

@Injectable()
export class EquipmentService {
  constructor(
    private readonly database: Database,
    private readonly store: EquipmentStore,
  ) {}

  list(query: EquipmentQuery): Promise<EquipmentView[]> {
    return this.store.list(query);
  }

  create(body: EquipmentBody): Promise<EquipmentView> {
    return this.store.create(body);
  }

  async get(id: number): Promise<EquipmentView> {
    return found(await this.store.find(id));
  }

  async change(id: number, patch: EquipmentPatch): Promise<EquipmentView> {
    return found(await this.store.change(id, patch));
  }

  async remove(id: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.store.remove(tx, id))) throw new DomainError('NOT_FOUND');
    });
  }
}

export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new DomainError('NOT_FOUND');
  return row;
}
