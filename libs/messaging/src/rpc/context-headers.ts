import type { CallContext, Principal } from '@argus/contracts';

type Headers = Record<string, string>;

/*
 * Header values must be printable ASCII on one line (NATS); free text therefore travels as JSON with everything else
 * escaped.
 */
const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const printable = (id: string): string => id.replace(/[^\u0021-\u007e]/g, '_');

/** What an event carries of the call that made it true: enough to find one in the logs and traces of the other. */
export const eventHeadersOf = (context: CallContext): Headers => ({
  'request-id': printable(context.requestId),
  ...(context.traceparent !== undefined && { traceparent: context.traceparent }),
});

/** The call's context as headers; `contextOf` reads them. */
export function headersOf(context: CallContext): Headers {
  const headers: Headers = {
    'request-id': printable(context.requestId),
    deadline: String(context.deadline),
  };
  if (context.traceparent !== undefined) headers['traceparent'] = context.traceparent;
  if (context.principal !== undefined) headers['principal'] = toJson(context.principal);
  if (context.clientAddress !== undefined) headers['client-address'] = toJson(context.clientAddress);
  if (context.userAgent !== undefined) headers['user-agent'] = toJson(context.userAgent);
  return headers;
}

/** Undefined where the message carries no context. */
export function contextOf(headers: Readonly<Headers>): CallContext | undefined {
  const requestId = headers['request-id'];
  const deadline = Number(headers['deadline']);
  if (requestId === undefined || !Number.isFinite(deadline)) return undefined;
  const { traceparent, principal } = headers;
  const clientAddress = headers['client-address'];
  const userAgent = headers['user-agent'];
  return {
    requestId,
    deadline,
    ...(traceparent !== undefined && { traceparent }),
    ...(principal !== undefined && { principal: JSON.parse(principal) as Principal }),
    ...(clientAddress !== undefined && { clientAddress: JSON.parse(clientAddress) as string }),
    ...(userAgent !== undefined && { userAgent: JSON.parse(userAgent) as string }),
  };
}
