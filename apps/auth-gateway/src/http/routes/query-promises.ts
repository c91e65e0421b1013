import {
  type AnyOperation,
  type Contract,
  DomainError,
  type Family,
  fieldsOf,
  type Issue,
  listClass,
  pageItem,
} from '@argus/contracts';

/* Names by which APIs take ranges of time, zones, buckets, pages, orders and searches, in lower case without separators. */
const common: readonly string[] = [
  ...['timezone', 'tz', 'interval', 'unit', 'bucket', 'granularity', 'period'],
  ...['from', 'to', 'since', 'until', 'before', 'after', 'start', 'end', 'starttime', 'endtime'],
  ...['date', 'startdate', 'enddate', 'datefrom', 'dateto'],
  ...['page', 'pagesize', 'perpage', 'limit', 'offset', 'order', 'orderby', 'ordering', 'sort', 'sortby'],
  ...['search', 'q', 'query', 'filter', 'fields'],
];

/** Throws UNKNOWN_PARAMETER for the query of a request. */
export type QueryCheck = (query: Readonly<Record<string, unknown>>) => void;

/* Names by which clients avoid caches, in the same form; and `format`, which frameworks take everywhere. */
const harmless: ReadonlySet<string> = new Set([
  ...['', 'v', 't', 'ts', 'r', 'rand', 'random', 'rnd', 'format'],
  ...['cb', 'dc', 'nocache', 'cache', 'cachebust', 'cachebuster'],
]);

/* `pageSize`, `page-size` and `page_size` promise the same; so do `user`, `user_id`, `user_id__in` and `user[]`. */
const plain = (name: string): string =>
  name
    .replace(/\[.*$/s, '')
    .replace(/(?<=[^_])__.*$/s, '')
    .replace(/(?<=.)(?:[_-]ids?|Ids?)$/, '')
    .toLowerCase()
    .replace(/[_-]/g, '');

/** Returns the names of the fields of the rows that a reading operation lists. */
function rowNamesOf({ reply, http }: AnyOperation): string[] {
  if (reply === undefined || http?.method !== 'GET') return [];
  const Row = pageItem(reply) ?? listClass(reply)?.Item;
  const rows = Row
    ? [Row]
    : fieldsOf(reply).flatMap(({ type }) => (type.schema().type === 'array' ? (type.refers?.() ?? []) : []));
  return rows.flatMap((each) => fieldsOf(each).map(({ name }) => name));
}

const namesOf = ({ query }: AnyOperation): string[] => (query ? fieldsOf(query).map(({ name }) => name) : []);

const isBlank = (value: unknown): boolean => [value].flat().every((each) => String(each).trim() === '');

/**
 * Returns how queries are checked. A parameter that an operation does not take is refused if it looks like one that changes the
 * answer, because another operation of the family takes it, the rows have such a field or APIs usually do. What changes something
 * takes no unknown parameter, blank ones among them: `DELETE /sessions/?id=` would end all. Those against caches are ignored.
 */
export function queryChecksOf(
  contracts: readonly Contract[],
): (operation: AnyOperation, family: Family) => QueryCheck {
  const ofFamily = (family: Family): string[] =>
    contracts
      .filter((contract) => contract.family === family)
      .flatMap(({ operations }) => Object.values(operations))
      .flatMap((operation) => (operation.http ? namesOf(operation) : []));
  const byFamily = new Map<Family, readonly string[]>();
  return (operation, family) => {
    if (!byFamily.has(family)) byFamily.set(family, ofFamily(family).map(plain));
    const taken = namesOf(operation);
    const promising = new Set([...common, ...byFamily.get(family)!, ...rowNamesOf(operation).map(plain)]);
    const isRead = operation.http?.method === 'GET';
    const isIgnored = (name: string, value: unknown): boolean =>
      harmless.has(plain(name)) || (isRead && (!promising.has(plain(name)) || isBlank(value)));
    const text = `This operation does not take it. It takes ${taken.length > 0 ? taken.join(', ') : 'no parameters'}.`;
    return (query) => {
      const issues = Object.entries(query).flatMap(([name, value]): Issue[] =>
        taken.includes(name) || isIgnored(name, value)
          ? []
          : [{ path: [name], place: 'query', code: 'not_taken', params: { text } }],
      );
      if (issues.length > 0) throw new DomainError('UNKNOWN_PARAMETER', { issues });
    };
  };
}
