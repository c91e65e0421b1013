import { event } from '../contract/index.js';
import { choice, Field, integer, text } from '../fields/index.js';

export const deviceActs = ['created', 'changed', 'rotated', 'revoked', 'equipment-removed'] as const;
export type DeviceAct = (typeof deviceActs)[number];

export class DeviceChanged {
  @Field(integer()) device_id!: number;
  @Field(text()) username!: string;
  @Field(choice(...deviceActs)) act!: DeviceAct;
  @Field(text({ allowBlank: true }), { description: 'Ids of its equipment, or "all"; blank for none' })
  equipment!: string;
  @Field(integer(), { nullable: true, description: 'Account that asked; null for an operator' })
  requested_by!: number | null;
  @Field(text()) request_id!: string;
}

export const deviceChanged = event({
  subject: 'evt.equipment.device-changed.v1',
  payload: DeviceChanged,
  summary: 'The credentials or the rights of a device changed',
});
