import { Templates1764000001000 } from './1764000001000-templates.js';

export const visionMigrations = [Templates1764000001000];
