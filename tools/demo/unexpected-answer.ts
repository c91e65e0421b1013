import type { HttpAnswer } from '@argus/testing';

/** An answer without which the demo cannot go on. Its message is one sentence with the platform's own words. */
export class UnexpectedAnswer extends Error {
  constructor(what: string, { status, body }: HttpAnswer) {
    const { detail, error, message } = (body ?? {}) as Record<string, unknown>;
    const words = [detail, error, message].find((each) => typeof each === 'string');
    super(`${what}: ${status} ${words ?? JSON.stringify(body)}`);
  }
}
