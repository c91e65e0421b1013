import {
  type AdmittedDevice,
  type CallContext,
  type DeviceBody,
  type DeviceConnections,
  deviceContract,
  type DeviceCredentials,
  deviceGateContract,
  type DevicePatch,
  type DeviceQuery,
  type DeviceView,
  type DeviceWithPassword,
  type EndedDevices,
  instant,
  instantOrNull,
  type Page,
  type RowParams,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { usernameOf } from './device-name.js';
import { DeviceService } from './device.service.js';
import type { DeviceRow } from './device.store.js';

@Controller()
@Handles(deviceContract, deviceGateContract)
export class DeviceController {
  constructor(private readonly devices: DeviceService) {}

  async list({ query }: { query: DeviceQuery }): Promise<Page<DeviceView>> {
    const { count, results } = await this.devices.list(query);
    return { count, results: results.map(view) };
  }

  async create({ body }: { body: DeviceBody }, context: CallContext): Promise<DeviceWithPassword> {
    const { device, password } = await this.devices.create(body, context);
    return { ...view(device), password };
  }

  async get({ params }: { params: RowParams }): Promise<DeviceView> {
    return view(await this.devices.get(params.id));
  }

  async change(
    { params, body }: { params: RowParams; body: DevicePatch },
    context: CallContext,
  ): Promise<DeviceView> {
    return view(await this.devices.change(params.id, body, context));
  }

  async rotate({ params }: { params: RowParams }, context: CallContext): Promise<DeviceWithPassword> {
    const { device, password } = await this.devices.rotate(params.id, context);
    return { ...view(device), password };
  }

  revoke({ params }: { params: RowParams }, context: CallContext): Promise<void> {
    return this.devices.revoke(params.id, context);
  }

  async admit({ body }: { body: DeviceCredentials }): Promise<AdmittedDevice> {
    return { rights: await this.devices.admit(body) };
  }

  async ended({ body }: { body: DeviceConnections }): Promise<EndedDevices> {
    return { usernames: await this.devices.ended(body.connections) };
  }
}

const view = (row: DeviceRow): DeviceView => ({
  id: row.id,
  name: row.name,
  username: usernameOf(row.id),
  equipment: row.equipment,
  created_by: row.createdByName,
  created_at: instant(row.createdAt),
  last_used_at: instantOrNull(row.lastUsedAt),
  last_refused_at: instantOrNull(row.lastRefusedAt),
  last_refusal_cause: row.lastRefusalCause,
  revoked_at: instantOrNull(row.revokedAt),
});
