import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { administering, engineering, viewing } from './rights.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { metricUnits, type UnitOf } from './metric-units.js';
import { metricUnit, type Units } from './units.js';
import { boolean, choice, date, Field, integer, listOf, nameText, partialOf, text } from '../fields/index.js';

const modelMeaning = 'What the maker calls the machine';

export class EquipmentView {
  @Field(integer()) id!: number;
  @Field(choice(...equipmentTypes)) equipment_type!: EquipmentType;
  @Field(text(), { description: modelMeaning, example: 'R-2000' }) model!: string;
  @Field(date()) installation_date!: string;
  @Field(boolean(), { description: 'Whether the equipment works' }) status!: boolean;
}

export class EquipmentBody {
  @Field(choice(...equipmentTypes)) equipment_type!: EquipmentType;
  @Field(nameText({ maxLength: 100 }), { description: modelMeaning, example: 'R-2000' }) model!: string;
  @Field(date()) installation_date!: string;
  @Field(boolean(), { optional: true, description: 'Whether the equipment works; default true' })
  status?: boolean;
}
export const EquipmentPatch = partialOf(EquipmentBody);
export type EquipmentPatch = InstanceType<typeof EquipmentPatch>;

export class EquipmentQuery {
  @Field(choice(...equipmentTypes), { optional: true }) equipment_type?: EquipmentType;
  @Field(boolean(), {
    optional: true,
    description: 'Only equipment that works, or only equipment that does not',
  })
  status?: boolean;
  @Field(choice('id', '-id', 'installation_date', '-installation_date'), { default: 'id' })
  ordering!: string;
  @Field(integer({ min: 1, max: 10_000 }), {
    optional: true,
    description: 'Maximum number of rows; default: all',
    example: 100,
  })
  limit?: number;
}

/** Units in which a machine sends its readings and clients see them. The database stores the default units. */
export class EquipmentUnits implements Units {
  @Field(metricUnit('temperature'), {
    default: metricUnits.temperature[0],
    description: 'Unit of temperatures',
  })
  temperature!: UnitOf<'temperature'>;
  @Field(metricUnit('speed'), { default: metricUnits.speed[0], description: 'Unit of speeds' })
  speed!: UnitOf<'speed'>;
  @Field(metricUnit('pressure'), {
    default: metricUnits.pressure[0],
    description: 'Unit of pressures',
  })
  pressure!: UnitOf<'pressure'>;
}

const typeErrors = {
  EQUIPMENT_TYPE_IN_USE: errorReply(
    409,
    '{type} equipment does not measure {names}, which these use: {uses}. Define it for that type in the same unit first.',
    'detail',
  ),
};
const typeNote =
  'The type can change only to one that has the further measurements, in the same units, that rules about the equipment name ' +
  'and that its readings have.';

export const equipmentContract = contract(
  'equipment.equipment',
  { family: 'techtrack', tag: 'Equipment' },
  {
    list: op({
      http: { method: 'GET', path: '/api/equipment/' },
      query: EquipmentQuery,
      reply: listOf(EquipmentView),
      access: viewing(),
      summary: 'List equipment',
    }),
    create: op({
      http: { method: 'POST', path: '/api/equipment/', status: 201 },
      undeclared: 'ignored',
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
      summary: 'Read a piece of equipment',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/equipment/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: EquipmentBody,
      reply: EquipmentView,
      access: engineering(),
      errors: typeErrors,
      summary: 'Change a piece of equipment',
      description: `If \`status\` is left out, it keeps its value. ${typeNote}`,
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/equipment/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: EquipmentPatch,
      reply: EquipmentView,
      access: engineering(),
      errors: typeErrors,
      summary: 'Change some fields of a piece of equipment',
      description: typeNote,
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/equipment/{id}/', status: 204 },
      undeclared: 'ignored',
      params: RowParams,
      access: administering(),
      summary: 'Remove a piece of equipment with its readings and alerts',
    }),
    units: op({
      http: { method: 'GET', path: '/api/equipment/{id}/units/' },
      params: RowParams,
      reply: EquipmentUnits,
      access: viewing(),
      summary: 'Read the units of the readings of a piece of equipment',
    }),
    setUnits: op({
      http: { method: 'PUT', path: '/api/equipment/{id}/units/' },
      params: RowParams,
      body: EquipmentUnits,
      reply: EquipmentUnits,
      access: engineering(),
      summary: 'Set the units of the readings of a piece of equipment',
      description:
        'Earlier readings are converted to the new units when they are read; their stored values do not change.',
    }),
  },
);
