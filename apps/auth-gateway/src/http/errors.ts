import { DomainError } from '@argus/contracts';

/* Fastify's own errors as codes of the platform. */
const fastifyErrors: Readonly<Record<string, (mediaType: string) => DomainError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new DomainError('PAYLOAD_TOO_LARGE'),
  FST_REQ_FILE_TOO_LARGE: () => new DomainError('PAYLOAD_TOO_LARGE'),
  FST_PARTS_LIMIT: () => new DomainError('PAYLOAD_TOO_LARGE'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (mediaType) => new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType }),
  FST_ERR_BAD_URL: () => new DomainError('NOT_FOUND'),
  FST_ERR_MAX_PARAM_LENGTH: () => new DomainError('NOT_FOUND'),
};

/** Returns a failure as a domain error. An unexpected one is INTERNAL and keeps its cause for the log. */
export function asDomainError(error: unknown, mediaType = ''): DomainError {
  if (error instanceof DomainError) return error;
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string };
  const known = fastifyErrors[code ?? ''];
  if (known) return known(mediaType);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new DomainError('MALFORMED_BODY', { reason: message ?? 'Malformed request.' }, { cause: error });
  }
  return new DomainError('INTERNAL', {}, { cause: error });
}
