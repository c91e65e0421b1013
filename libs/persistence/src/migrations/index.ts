import { InboxMessage } from '../inbox/inbox-message.entity.js';
import { OutboxMessage } from '../outbox/outbox-message.entity.js';
import { OutboxAndInbox1764000000000 } from './1764000000000-outbox-and-inbox.js';

/** Tables that every service's schema has. */
export const persistenceEntities = [OutboxMessage, InboxMessage];
export const persistenceMigrations = [OutboxAndInbox1764000000000];
