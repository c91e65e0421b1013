import { DomainError } from '@argus/contracts';

export type UrlencodedPair = readonly [name: string, value: string];

/** Returns the pairs of a body of the type `application/x-www-form-urlencoded`. Throws MALFORMED_BODY beyond `max`, before one is made. */
export function readUrlencoded(bytes: Buffer, max: number): UrlencodedPair[] {
  if (hasMoreThan(max, bytes))
    throw new DomainError('MALFORMED_BODY', { reason: `Form parse error - More than ${max} fields` });
  return [...new URLSearchParams(bytes.toString('utf8'))];
}

function hasMoreThan(max: number, bytes: Buffer): boolean {
  let pairs = 1;
  for (let at = bytes.indexOf('&'); at >= 0 && pairs <= max; at = bytes.indexOf('&', at + 1)) pairs++;
  return pairs > max;
}
