import { AlertBody, AlertPatch, type AlertQuery, type AlertView, DomainError, found } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentReferences } from '../../machines/equipment-references.service.js';
import { AlertStore } from './alert.store.js';

@Injectable()
export class AlertService {
  constructor(
    private readonly store: AlertStore,
    private readonly references: EquipmentReferences,
  ) {}

  list(query: AlertQuery): Promise<AlertView[]> {
    return this.store.list(query);
  }

  async create(sent: unknown): Promise<AlertView> {
    const body = await this.references.read(AlertBody, sent);
    return this.store.create(body);
  }

  async get(id: number): Promise<AlertView> {
    return found(await this.store.find(id));
  }

  async replace(id: number, sent: unknown): Promise<AlertView> {
    await this.get(id);
    return found(await this.store.change(id, await this.references.read(AlertBody, sent)));
  }

  async change(id: number, sent: unknown): Promise<AlertView> {
    await this.get(id);
    return found(await this.store.change(id, await this.references.read(AlertPatch, sent)));
  }

  async remove(id: number): Promise<void> {
    if (!(await this.store.remove(id))) throw new DomainError('NOT_FOUND');
  }
}
