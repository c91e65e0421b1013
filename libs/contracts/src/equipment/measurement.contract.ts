import { MAX_UNIT_LENGTH } from '../alarms/condition.js';
import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import { choice, Field, freeText, integer, listOf, nameText, partialOf, text } from '../fields/index.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { measurementName } from './measurement-values.js';

/** A measurement of an equipment type besides temperature, speed and pressure. */
export class MeasurementBody {
  @Field(choice(...equipmentTypes), { description: 'Equipment of this type measures it' })
  equipment_type!: EquipmentType;
  @Field(measurementName(), {
    description:
      'Name of the measurement in readings, rules, series and trends; unique within the equipment type',
    example: 'vibration',
    inBodyExample: false,
  })
  name!: string;
  @Field(nameText({ maxLength: MAX_UNIT_LENGTH }), { description: 'Unit as displayed', example: 'mm/s' })
  unit!: string;
  @Field(freeText({ maxLength: 200, allowBlank: true }), {
    optional: true,
    description: 'Default: empty',
    example: 'Velocity at the drive end, RMS',
  })
  description?: string;
}
export const MeasurementPatch = partialOf(MeasurementBody);
export type MeasurementPatch = InstanceType<typeof MeasurementPatch>;

export class MeasurementView {
  @Field(integer()) id!: number;
  @Field(choice(...equipmentTypes)) equipment_type!: EquipmentType;
  @Field(measurementName(), { example: 'vibration' }) name!: string;
  @Field(text()) unit!: string;
  @Field(text({ allowBlank: true }), { example: 'Velocity at the drive end, RMS' }) description!: string;
}

export class MeasurementQuery {
  @Field(choice(...equipmentTypes), { optional: true }) equipment_type?: EquipmentType;
}

const IN_USE = errorReply(409, 'These alarm rules use it: {rules}. Change them first.', 'detail');
/* A new unit would give another meaning to the limits of rules and to stored values. */
const unitErrors = {
  MEASUREMENT_IN_USE: IN_USE,
  MEASUREMENT_STORED: errorReply(
    409,
    '{count} readings are stored in {unit}. Define another measurement for the new unit.',
    'detail',
  ),
};

const description =
  'Type and name cannot change, because readings and rules refer to them. The unit can change until a rule uses the measurement ' +
  'or a reading of it is stored. A description that is left out keeps its value.';

export const measurementContract = contract(
  'equipment.measurement',
  { family: 'techtrack', tag: 'Measurement' },
  {
    list: op({
      http: { method: 'GET', path: '/api/measurements/' },
      query: MeasurementQuery,
      reply: listOf(MeasurementView),
      access: viewing(),
      summary: 'List further measurements by equipment type and name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/measurements/', status: 201 },
      body: MeasurementBody,
      reply: MeasurementView,
      access: engineering(),
      errors: {
        MEASUREMENT_EXISTS: errorReply(409, 'This equipment type has a measurement of that name.', 'detail'),
        TOO_MANY_MEASUREMENTS: errorReply(
          409,
          'This equipment type has the maximum number of measurements; remove some.',
          'detail',
        ),
      },
      summary: 'Define a further measurement of an equipment type',
      description: 'From then on, readings of equipment of that type may contain it under `measurements`.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/measurements/{id}/' },
      params: RowParams,
      reply: MeasurementView,
      access: viewing(),
      summary: 'Read a further measurement',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/measurements/{id}/' },
      params: RowParams,
      body: MeasurementBody,
      reply: MeasurementView,
      access: engineering(),
      errors: unitErrors,
      summary: 'Change the unit and the description of a further measurement',
      description,
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/measurements/{id}/' },
      params: RowParams,
      body: MeasurementPatch,
      reply: MeasurementView,
      access: engineering(),
      errors: unitErrors,
      summary: 'Change the unit or the description of a further measurement',
      description,
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/measurements/{id}/', status: 204 },
      params: RowParams,
      access: engineering(),
      errors: {
        MEASUREMENT_IN_USE: IN_USE,
      },
      summary: 'Remove a further measurement that no alarm rule uses',
      description: 'Stored readings keep their values.',
    }),
  },
);
