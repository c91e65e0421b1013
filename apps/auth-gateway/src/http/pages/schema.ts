import { DomainError } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenApiDocument } from '../../openapi/document.js';
import { madeOnce } from './made-once.js';

/** Returns the handler of EyeTracker's `/api/schema/`: YAML unless `?format=` or Accept asks for JSON. */
export function schemaSender(make: () => OpenApiDocument) {
  const document = madeOnce(make);
  const json = madeOnce(() => JSON.stringify(document()));
  const yaml = madeOnce(() => yamlOf(document()));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    reply.header('vary', 'accept');
    const { format } = request.query as { format?: unknown };
    const { accept = '' } = request.headers;
    if (format === 'json' || (format === undefined && accept.includes('json'))) {
      const type = accept.includes('vnd.oai.openapi')
        ? 'application/vnd.oai.openapi+json'
        : 'application/json';
      return reply.type(type).send(json());
    }
    if (format !== undefined && format !== 'yaml') throw new DomainError('NOT_FOUND');
    return reply
      .type('application/vnd.oai.openapi; charset=utf-8')
      .header('content-disposition', 'inline; filename="EyeTracker.WebAPI.yaml"')
      .send(await yaml());
  };
}

async function yamlOf(document: OpenApiDocument): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(document, { aliasDuplicateObjects: false });
}
