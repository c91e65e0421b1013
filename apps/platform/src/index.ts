export { separateSettings } from './separate/separate.settings.js';
export { services } from './services.js';
