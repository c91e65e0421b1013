export { backupSettings } from './backup/backup.settings.js';
export { separateSettings } from './separate/separate.settings.js';
export { services, serviceSettings } from './services.js';
