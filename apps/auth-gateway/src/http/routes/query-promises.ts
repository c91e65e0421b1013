import {
  type AnyOperation,
  type Contract,
  DomainError,
  type Family,
  fieldsOf,
  type Issue,
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

/* `pageSize`, `page-size` and `page_size` promise the same. */
const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

const namesOf = ({ query }: AnyOperation): string[] => (query ? fieldsOf(query).map(({ name }) => name) : []);

const isBlank = (value: unknown): boolean => [value].flat().every((each) => String(each).trim() === '');

/**
 * Returns how queries are checked. A parameter that an operation does not take is refused if it looks like one that changes the
 * answer, because another operation of the family takes it or APIs usually do. Others, such as those against caches, are ignored.
 */
export function queryChecksOf(
  contracts: readonly Contract[],
): (operation: AnyOperation, family: Family) => QueryCheck {
  const ofFamily = (family: Family): string[] =>
    contracts
      .filter((contract) => contract.family === family)
      .flatMap(({ operations }) => Object.values(operations))
      .flatMap((operation) => (operation.http ? namesOf(operation) : []))
      /* Frameworks take it everywhere. */
      .filter((name) => name !== 'format');
  const byFamily = new Map<Family, readonly string[]>();
  return (operation, family) => {
    if (!byFamily.has(family)) byFamily.set(family, ofFamily(family).map(plain));
    const taken = namesOf(operation);
    const promising = new Set([...common, ...byFamily.get(family)!]);
    const text = `This operation does not take it. It takes ${taken.length > 0 ? taken.join(', ') : 'no parameters'}.`;
    return (query) => {
      const issues = Object.entries(query).flatMap(([name, value]): Issue[] =>
        taken.includes(name) || !promising.has(plain(name)) || isBlank(value)
          ? []
          : [{ path: [name], place: 'query', code: 'not_taken', params: { text } }],
      );
      if (issues.length > 0) throw new DomainError('UNKNOWN_PARAMETER', { issues });
    };
  };
}
