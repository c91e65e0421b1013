import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const equipmentSettings = defineSettings('equipment', {
  EQUIPMENT_RETENTION_DAYS: integer({
    default: 400,
    min: 7,
    max: 36_500,
    desc: 'Days that readings are kept, counted from their measuring; older ones are neither kept nor taken',
  }),
});

export type EquipmentSettings = SettingsOf<typeof equipmentSettings>;
