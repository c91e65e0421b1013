import { DeadLetter } from '../dead-letters/dead-letter.entity.js';
import { IdempotentReply } from '../idempotency/idempotent-reply.entity.js';
import { InboxMessage } from '../inbox/inbox-message.entity.js';
import { EventStore } from '../outbox/event-store.entity.js';
import { OutboxMessage } from '../outbox/outbox-message.entity.js';
import { OutboxAndInbox1764000000000 } from './1764000000000-outbox-and-inbox.js';
import { EventStoreAndDeadLetters1764000000001 } from './1764000000001-event-store-and-dead-letters.js';
import { IdempotentReplies1764000000002 } from './1764000000002-idempotent-replies.js';
import { KeyedFingerprints1764000000003 } from './1764000000003-keyed-fingerprints.js';
import { DataKeys1764000000004 } from './1764000000004-data-keys.js';
import { FoldText1764000000005 } from './1764000000005-fold-text.js';
import { DeadLetterReplays1764000000006 } from './1764000000006-dead-letter-replays.js';

/** Tables that every service's schema has. */
export const persistenceEntities = [OutboxMessage, InboxMessage, EventStore, DeadLetter, IdempotentReply];
export const persistenceMigrations = [
  OutboxAndInbox1764000000000,
  EventStoreAndDeadLetters1764000000001,
  IdempotentReplies1764000000002,
  KeyedFingerprints1764000000003,
  DataKeys1764000000004,
  FoldText1764000000005,
  DeadLetterReplays1764000000006,
];
