import { contracts } from '@argus/contracts';
import type { Exchange, Recording } from './recording.js';

/* Parts of the page of the API itself, which no operation declares. */
const undeclared = new Set(['/', '/nope']);

/** Returns the recording with only the requests that an operation of the family answers, and the number of the others. */
export function servedOf(
  family: string,
  recording: Recording,
): { readonly served: Recording; readonly pending: number } {
  const routes = contracts
    .filter((contract) => contract.family === family)
    .flatMap(({ operations }) => Object.values(operations))
    .flatMap(({ http }) => (http ? [routeOf(http.path)] : []));
  const isServed = ({ request }: Exchange): boolean => {
    const [path = ''] = request.path.split('?', 1);
    return undeclared.has(path) || routes.some((route) => route.test(path));
  };
  const exchanges = recording.exchanges.filter(isServed);
  return { served: { ...recording, exchanges }, pending: recording.exchanges.length - exchanges.length };
}

const routeOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
