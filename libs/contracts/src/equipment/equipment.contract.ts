import { contract, op, RowParams } from '../contract/index.js';
import { administering, engineering, viewing } from './rights.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { metricUnits, type UnitOf, type Units } from './units.js';
import { boolean, choice, date, Field, integer, listOf, partialOf, text } from '../fields/index.js';

export class EquipmentView {
  @Field(integer()) id!: number;
  @Field(choice(...equipmentTypes)) equipment_type!: EquipmentType;
  @Field(text()) model!: string;
  @Field(date()) installation_date!: string;
  @Field(boolean(), { description: 'Whether it works' }) status!: boolean;
}

export class EquipmentBody {
  @Field(choice(...equipmentTypes)) equipment_type!: EquipmentType;
  @Field(text({ maxLength: 100 })) model!: string;
  @Field(date()) installation_date!: string;
  @Field(boolean(), { optional: true, description: 'Whether it works; true unless stated' }) status?: boolean;
}
export const EquipmentPatch = partialOf(EquipmentBody);
export type EquipmentPatch = InstanceType<typeof EquipmentPatch>;

export class EquipmentQuery {
  @Field(choice(...equipmentTypes), { optional: true }) equipment_type?: EquipmentType;
  @Field(boolean(), { optional: true }) status?: boolean;
  @Field(choice('id', '-id', 'installation_date', '-installation_date'), { default: 'id' })
  ordering!: string;
  @Field(integer({ min: 1, max: 10_000 }), { optional: true, description: 'All rows unless stated' })
  limit?: number;
}

/** Units in which an equipment's readings come and are shown. The record keeps the default ones. */
export class EquipmentUnits implements Units {
  @Field(choice(...metricUnits.temperature), { default: metricUnits.temperature[0] })
  temperature!: UnitOf<'temperature'>;
  @Field(choice(...metricUnits.speed), { default: metricUnits.speed[0] }) speed!: UnitOf<'speed'>;
  @Field(choice(...metricUnits.pressure), { default: metricUnits.pressure[0] }) pressure!: UnitOf<'pressure'>;
}

export const equipmentContract = contract(
  'equipment.equipment',
  { family: 'techtrack', tag: 'Equipment' },
  {
    list: op({
      http: { method: 'GET', path: '/api/equipment/' },
      query: EquipmentQuery,
      reply: listOf(EquipmentView),
      access: viewing(),
      summary: 'All equipment',
    }),
    create: op({
      http: { method: 'POST', path: '/api/equipment/', status: 201 },
      body: EquipmentBody,
      reply: EquipmentView,
      access: engineering(),
      summary: 'Register a piece of equipment',
    }),
    get: op({
      http: { method: 'GET', path: '/api/equipment/{id}/' },
      params: RowParams,
      reply: EquipmentView,
      access: viewing(),
      summary: 'One piece of equipment',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/equipment/{id}/' },
      params: RowParams,
      body: EquipmentBody,
      reply: EquipmentView,
      access: engineering(),
      summary: 'Change a piece of equipment',
      description: 'A status that is left out stays as it is.',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/equipment/{id}/' },
      params: RowParams,
      body: EquipmentPatch,
      reply: EquipmentView,
      access: engineering(),
      summary: 'Change some fields of a piece of equipment',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/equipment/{id}/', status: 204 },
      params: RowParams,
      access: administering(),
      summary: 'Remove a piece of equipment with its readings and alerts',
    }),
    units: op({
      http: { method: 'GET', path: '/api/equipment/{id}/units/' },
      params: RowParams,
      reply: EquipmentUnits,
      access: viewing(),
      summary: 'Units of the readings of a piece of equipment',
    }),
    setUnits: op({
      http: { method: 'PUT', path: '/api/equipment/{id}/units/' },
      params: RowParams,
      body: EquipmentUnits,
      reply: EquipmentUnits,
      access: engineering(),
      summary: 'Set the units of the readings of a piece of equipment',
      description: 'Readings from before are shown in the new units; what they say does not change.',
    }),
  },
);
