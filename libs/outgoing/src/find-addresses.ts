import { lookup, Resolver } from 'node:dns/promises';

export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

const TIMEOUT_MS = 2000;
const TRIES = 2;

/**
 * Finds the addresses of a name. The system's own look-up cannot be ended and shares a few threads with all look-ups of the process: eight
 * names whose server never answers held up every other for minutes. So the name server is asked directly, with a limit of time, and the system only for a
 * name that the server says it does not know, for the sake of its hosts file, one at a time.
 * @param servers name servers instead of the system's
 */
export async function findAddresses(
  name: string,
  servers?: readonly string[],
): Promise<readonly FoundAddress[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [
    ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
  ];
  if (found.length > 0) return found;
  if ([four, six].some(isWithoutAnswer)) throw new Error('No name server answered');
  return oneAtATime(() => lookup(name, { all: true, order: 'verbatim' }));
}

/** `ENOTFOUND` and `ENODATA` are answers, and where there is no name server the system says so at once. */
const isWithoutAnswer = (outcome: PromiseSettledResult<unknown>): boolean =>
  outcome.status === 'rejected' &&
  !/^(ENOTFOUND|ENODATA|ECONNREFUSED)$/.test((outcome.reason as { code?: string }).code ?? '');

let last: Promise<unknown> = Promise.resolve();

function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn;
}
