export { Database } from './database/database.js';
export { mapConstraints, violatedConstraint } from './database/database-errors.js';
export {
  DatabaseRefused,
  type DatabaseOptions,
  openDatabase,
  pendingSchemaChanges,
} from './connection/open-database.js';
export { DeadLetters, type UndeliverableEvent } from './dead-letters/dead-letters.js';
export { IdempotentReplies, type IdempotentCall } from './idempotency/idempotent-replies.js';
export { Inbox } from './inbox/inbox.js';
export { type JobAttempt, type JobHandler, Jobs } from './jobs/jobs.js';
export { defineQueue, type QueueSpec } from './jobs/queue.js';
export { Outbox } from './outbox/outbox.js';
export { OutboxRelay, type PublishEvent } from './outbox/outbox-relay.js';
export { provision, withClient } from './provision/provision.js';
export { StoreRetention } from './retention/store-retention.js';
export { SealBroken, Sealer } from './sealing/sealer.js';
