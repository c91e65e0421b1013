import { EquipmentReadingsAlerts1764100000000 } from './1764100000000-equipment-readings-alerts.js';

export const equipmentMigrations = [EquipmentReadingsAlerts1764100000000];
