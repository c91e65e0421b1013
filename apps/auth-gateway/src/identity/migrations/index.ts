import { AccountsAndSessions1764010000000 } from './1764010000000-accounts-and-sessions.js';

export const identityMigrations = [AccountsAndSessions1764010000000];
