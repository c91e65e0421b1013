/* Names on the broker. The bus uses them and the grants of every service are made from them. */

/** The name under which the keeper of the streams is called; no service may have it. */
export const KEEPER = 'keeper';
export const EVENT_STREAM = 'EVENTS';

/** Prefix of everything that is sent back to a service. */
export const inboxOf = (service: string): string => `_INBOX.${service}`;

/** Answers of `callee` to `caller`. Another service has no right to publish there, so it cannot answer in the callee's place. */
export const repliesOf = (caller: string, callee: string): string => `${inboxOf(caller)}.${callee}`;

/** Where a service asks the keeper for a stream or a consumer. */
export const keeperSubject = (service: string): string => `${KEEPER}.ensure.${service}`;

/** The durable consumer of a group and an event. */
export const consumerName = (group: string, subject: string): string =>
  `${group}__${subject.replaceAll('.', '_')}`;

/** The service that answers an operation. */
export const calleeOf = (subject: string): string => subject.slice(0, subject.indexOf('.'));
