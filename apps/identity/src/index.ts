export { runCommand } from './commands/run-command.js';
export { identityService } from './identity.definition.js';
