import {
  DomainError,
  Instant,
  parse,
  type RawBody,
  type ReceivedMessage,
  RemoteMessage,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttendanceRecorder } from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { WebhookSenderRow } from './webhook-sender.entity.js';
import { WebhookSenders } from './webhook-sender.service.js';
import { WebhookSenderStore } from './webhook-sender.store.js';
import { signedMessageOf } from './webhook-signature.js';

/** Tolerated lead of a sender's clock over ours. */
const MAX_CLOCK_LEAD_MS = 60_000;

/** Receives what other installations tell, and logs who was present there. */
@Injectable()
export class MessageReceiver {
  constructor(
    private readonly database: Database,
    private readonly senders: WebhookSenders,
    private readonly messages: WebhookSenderStore,
    private readonly people: PersonDirectory,
    private readonly recorder: AttendanceRecorder,
  ) {}

  /** @throws DomainError SIGNATURE_NOT_VALID, MESSAGE_NOT_READABLE */
  async receive({ headers = {}, content, encoding }: RawBody): Promise<ReceivedMessage> {
    /* What is signed are the bytes of the body, so it comes unpacked. */
    const message =
      encoding === 'identity' ? signedMessageOf(headers, content, Instant.now().ms / 1000) : undefined;
    const sender = message && (await this.senders.signerOf(message));
    if (!sender) throw new DomainError('SIGNATURE_NOT_VALID');
    const told = readEvent(message.body);
    if (told === undefined) return ignored('This event has no effect here');
    return this.database.transaction(async (tx) => {
      if (!(await this.messages.receive(tx, sender.id, message.id)))
        return { status: 'repeated', reason: null };
      return this.log(tx, sender, told);
    });
  }

  private async log(
    tx: EntityManager,
    { name }: WebhookSenderRow,
    { timestamp: occurredAt, data }: RemoteMessage,
  ): Promise<ReceivedMessage> {
    if (occurredAt.ms < 0 || occurredAt.ms > Instant.now().ms + MAX_CLOCK_LEAD_MS)
      return ignored('It tells of the future, or of before 1970');
    const person = await this.people.findByEmployeeId(data.employee_id);
    if (!person) return ignored('Nobody here has this employee id');
    if (!person.isActive) return ignored('The person is inactive here');
    const location = data.camera_id ? `${name}: ${data.camera_id}` : name;
    const moment = { method: 'remote', occurredAt, verificationSeconds: 0, requester: null } as const;
    await this.recorder.record(tx, moment, [
      { person, cameraId: null, location, confidence: data.confidence ?? null },
    ]);
    return { status: 'logged', reason: null };
  }
}

const ignored = (reason: string): ReceivedMessage => ({ status: 'ignored', reason });

/** Returns the message if it tells of attendance; undefined for other events. @throws DomainError MESSAGE_NOT_READABLE */
function readEvent(body: string): RemoteMessage | undefined {
  try {
    const sent = JSON.parse(body) as { readonly event?: unknown } | null;
    if (typeof sent?.event === 'string' && sent.event !== 'attendance_logged') return undefined;
    return parse(RemoteMessage, sent);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof DomainError)) throw error;
    throw new DomainError('MESSAGE_NOT_READABLE', {}, { cause: error });
  }
}
