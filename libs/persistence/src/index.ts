export { Database } from './database/database.js';
export { asCallerSees, mapConstraints, violatedConstraint } from './database/database-errors.js';
export {
  DatabaseRefused,
  type DatabaseOptions,
  openDatabase,
  pendingSchemaChanges,
} from './database/open-database.js';
export { DeadLetters, type UndeliverableEvent } from './dead-letters/dead-letters.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export { AlreadyRunning, EmbeddedPostgresError } from './embedded/owner-lock.js';
export { IdempotentReplies, type IdempotentCall } from './idempotency/idempotent-replies.js';
export { IdempotentReply } from './idempotency/idempotent-reply.entity.js';
export { Inbox } from './inbox/inbox.js';
export { InboxMessage } from './inbox/inbox-message.entity.js';
export { type JobAttempt, type JobHandler, Jobs } from './jobs/jobs.js';
export { defineQueue, type QueueSpec } from './jobs/queue.js';
export { Outbox } from './outbox/outbox.js';
export { OutboxMessage } from './outbox/outbox-message.entity.js';
export { OutboxRelay, type PublishEvent } from './outbox/outbox-relay.js';
export { jobsSchema, provision, withClient } from './provision/provision.js';
export { SealBroken, Sealer } from './sealing/sealer.js';
