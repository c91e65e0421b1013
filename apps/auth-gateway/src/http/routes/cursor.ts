import type { FastifyRequest } from 'fastify';

/** Returns where a client goes on: the header, which browsers send, else what polyfills put into the query. Blank ones are none. */
export function cursorOf({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): string | undefined {
  const { lastEventId, cursor } = query as Readonly<Record<string, unknown>>;
  const given = [headers['last-event-id'], lastEventId, cursor].flat();
  return given.find((each): each is string => typeof each === 'string' && each.trim() !== '');
}
