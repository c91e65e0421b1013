import { createHash, randomBytes } from 'node:crypto';
import {
  type CallContext,
  type DeviceAct,
  type DeviceBody,
  deviceChanged,
  type DeviceConnection,
  type DeviceCredentials,
  type DevicePatch,
  type DeviceQuery,
  type DeviceRefusalCause,
  type DeviceRights,
  DomainError,
  pageOfRows,
  found,
  type Issue,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { currentContext } from '@argus/messaging';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentService } from '../../machines/equipment.service.js';
import { idOf, usernameOf } from './device-name.js';
import { DeviceRefusals } from './device-refusals.service.js';
import { type DeviceRow, DeviceStore, type JudgedDevice } from './device.store.js';

const MAX_ACTIVE_DEVICES = 1000;
const MAX_REVOKED_KEPT = 1000;
/* As many as the audit can hold in a line. */
const MAX_IDS_TOLD = 100;

/** A device with its password, which nobody learns a second time. */
export interface DeviceSecret {
  readonly device: DeviceRow;
  readonly password: string;
}

/** Who has something done. */
type Asker = Pick<CallContext, 'principal' | 'requestId'>;

/** Makes, changes and revokes the credentials of devices, and tells what they may do. */
@Injectable()
export class DeviceService {
  constructor(
    private readonly database: Database,
    private readonly store: DeviceStore,
    private readonly outbox: Outbox,
    private readonly refusals: DeviceRefusals,
    equipment: EquipmentService,
  ) {
    equipment.beforeRemoval((tx, id) => this.withoutEquipment(tx, id));
  }

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: DeviceQuery): Promise<Page<DeviceRow>> {
    const rows = await this.store.list(query, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  async get(id: number): Promise<DeviceRow> {
    return found(await this.store.find(id));
  }

  /** @throws DomainError TOO_MANY_DEVICES, VALIDATION_FAILED */
  async create({ name, equipment }: DeviceBody, asker: Asker): Promise<DeviceSecret> {
    const { principal } = asker;
    const createdBy = principal?.accountId ?? null;
    const { password, passwordHash } = newPassword();
    return this.database.transaction(async (tx) => {
      if ((await this.store.countActiveOf(tx, createdBy)) >= MAX_ACTIVE_DEVICES)
        throw new DomainError('TOO_MANY_DEVICES');
      await this.store.forgetRevoked(tx, createdBy, MAX_REVOKED_KEPT);
      const made = { name, passwordHash, createdBy, createdByName: principal?.username ?? null };
      const id = await this.store.insert(tx, { ...made, isForAll: equipment === null });
      await this.nameEquipment(tx, id, equipment);
      return { device: await this.changed(tx, id, 'created', asker), password };
    });
  }

  async change(id: number, { name, equipment }: DevicePatch, asker: Asker): Promise<DeviceRow> {
    return this.database.transaction(async (tx) => {
      const before = found(await this.store.find(id, tx));
      const isOther = equipment !== undefined && !areSame(equipment, before.equipment);
      const change = {
        ...(name !== undefined && { name }),
        ...(isOther && { isForAll: equipment === null }),
      };
      if (Object.keys(change).length === 0) return before;
      await this.changeActive(tx, id, change);
      if (isOther) await this.nameEquipment(tx, id, equipment);
      return this.changed(tx, id, 'changed', asker);
    });
  }

  async rotate(id: number, asker: Asker): Promise<DeviceSecret> {
    const { password, passwordHash } = newPassword();
    return this.database.transaction(async (tx) => {
      await this.changeActive(tx, id, { passwordHash });
      return { device: await this.changed(tx, id, 'rotated', asker), password };
    });
  }

  async revoke(id: number, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.changeActive(tx, id, { revokedAt: () => 'now()' });
      await this.changed(tx, id, 'revoked', asker);
    });
  }

  /** Returns null for who may do nothing, and notes why. */
  async admit({ username, key_hash, has_own_client_id }: DeviceCredentials): Promise<DeviceRights | null> {
    const id = idOf(username);
    const judged = id && (await this.store.judge(id, Buffer.from(key_hash, 'base64')));
    if (!judged) {
      this.refusals.notAdmitted(undefined, 'unknown_device');
      return null;
    }
    const cause = causeOfRefusal(judged, has_own_client_id);
    if (cause) {
      await this.store.noteRefusal(id, cause);
      this.refusals.notAdmitted(username, cause);
      return null;
    }
    await this.store.noteUse(id);
    return { version: judged.version, equipment: judged.equipment };
  }

  ended(connections: readonly DeviceConnection[]): Promise<string[]> {
    return this.store.ended(connections.map((each) => ({ ...each, id: idOf(each.username) ?? 0 })));
  }

  private async changeActive(
    tx: EntityManager,
    id: number,
    change: Parameters<DeviceStore['change']>[2],
  ): Promise<void> {
    if (!(await this.store.change(tx, id, change))) throw new DomainError('NOT_FOUND');
  }

  /** @throws DomainError VALIDATION_FAILED naming equipment that does not exist */
  private async nameEquipment(tx: EntityManager, id: number, equipment: number[] | null): Promise<void> {
    const ids = equipment ?? [];
    const unknown = new Set(await this.store.setEquipment(tx, id, [...new Set(ids)]));
    const issues = ids.flatMap((each, index): Issue[] =>
      unknown.has(each)
        ? [{ path: ['equipment', index], code: 'no_such_key', params: { key: String(each) } }]
        : [],
    );
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
  }

  private async withoutEquipment(tx: EntityManager, equipmentId: number): Promise<void> {
    const asker = currentContext() ?? { requestId: 'unknown' };
    for (const id of await this.store.withoutEquipment(tx, equipmentId))
      await this.changed(tx, id, 'equipment-removed', asker);
  }

  /** Tells the keeper, who ends its connections, and the audit. */
  private async changed(
    tx: EntityManager,
    id: number,
    act: DeviceAct,
    { principal, requestId }: Asker,
  ): Promise<DeviceRow> {
    const device = found(await this.store.find(id, tx));
    await this.outbox.append(tx, deviceChanged, {
      device_id: id,
      username: usernameOf(id),
      act,
      equipment: device.equipment?.slice(0, MAX_IDS_TOLD).join(' ') ?? 'all',
      requested_by: principal?.accountId ?? null,
      request_id: requestId,
    });
    return device;
  }
}

/** Nobody without the password learns, or changes, more than that it was wrong. */
function causeOfRefusal(
  { hasPassword, isRevoked, equipment }: JudgedDevice,
  isOwnClientId: boolean,
): DeviceRefusalCause | undefined {
  if (!hasPassword) return 'wrong_password';
  if (isRevoked) return 'revoked';
  if (!isOwnClientId) return 'client_id';
  return equipment?.length === 0 ? 'no_equipment' : undefined;
}

/** The same equipment in any order; a device that keeps its equipment keeps its connection. */
const areSame = (given: readonly number[] | null, kept: readonly number[] | null): boolean =>
  given === null || kept === null
    ? given === kept
    : new Set([...given, ...kept]).size === kept.length && new Set(given).size === kept.length;

/* Random bits need neither salt nor a slow hash. */
function newPassword(): { readonly password: string; readonly passwordHash: Buffer } {
  const password = `argd_${randomBytes(32).toString('base64url')}`;
  return { password, passwordHash: createHash('sha256').update(password).digest() };
}
