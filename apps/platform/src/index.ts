export { separateSettings } from './separate/separate.settings.js';
export { services, serviceSettings } from './services.js';
