import { DomainError } from '@argus/contracts';
import type { Message, RequestHandler } from '../bus.js';
import { assertFits } from '../payload-limit.js';
import { failureReply } from './reply.js';

/** Returns a handler that always answers, even after an error, so that no caller waits in vain. */
export function answerSafely(
  handler: RequestHandler,
  maxPayloadBytes: number,
  failed: (error: unknown) => void,
): RequestHandler {
  return async (message): Promise<Message> => {
    try {
      const reply = await handler(message);
      assertFits(reply, maxPayloadBytes);
      return reply;
    } catch (error) {
      if (error instanceof DomainError) return failureReply(error.code, error.details);
      failed(error);
      return failureReply('INTERNAL');
    }
  };
}
