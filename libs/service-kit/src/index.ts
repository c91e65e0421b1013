export { consume, type ConsumerBinding, follow, handle, type HandlerBinding } from './definition/bindings.js';
export type { Listener } from './definition/listener.js';
export type { ServiceDefinition } from './definition/service-definition.js';
export { type Attempt, work, type Worker, type WorkerBinding } from './definition/worker.js';
export { defineSettings, type SettingsOf, type SettingsSpec } from './settings/define-settings.js';
export { type PlatformSettings, platformSettings } from './settings/platform-settings.js';
export { type Environment, readSettings, SettingsError } from './settings/read-settings.js';
export { bool, email, integer, number, path, port, text, url } from './settings/setting-types.js';
