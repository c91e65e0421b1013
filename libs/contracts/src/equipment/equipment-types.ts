export const equipmentTypes = ['Robot', 'Manufacturing', 'Quality Control'] as const;
export type EquipmentType = (typeof equipmentTypes)[number];
