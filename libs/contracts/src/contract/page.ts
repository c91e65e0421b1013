import { Field, integer, list, object, pageNumber, pageSize } from '../fields/index.js';
import { DomainError } from '../errors/errors.js';
import type { Type } from './operation.js';

/** One page of a list. The gateway adds the links (`next`, `previous`), because it knows the request's address. */
export interface Page<T> {
  readonly count: number;
  readonly results: T[];
}

const itemOfPage = new Map<unknown, Type<unknown>>();

/** Returns the reply class of a paginated operation. */
export function pageOf<T>(Item: Type<T>): Type<Page<T>> {
  class PageOf implements Page<T> {
    @Field(integer(), { description: 'Rows on all pages' })
    count!: number;
    @Field(list(object(Item)))
    results!: T[];
  }
  Object.defineProperty(PageOf, 'name', { value: `${Item.name.replace(/View$/, '')}Page` });
  itemOfPage.set(PageOf, Item);
  return PageOf;
}

/** Returns the class of a page's rows; undefined if the class is not a page. */
export const pageItem = (reply: unknown): Type<unknown> | undefined => itemOfPage.get(reply);

/** Query of every paginated list. Extend it with the filters of the list. */
export class PageQuery {
  @Field(pageNumber(), {
    default: 1,
    description: 'Page number, from 1; a page beyond the last one answers 404',
  })
  page!: number;
  @Field(pageSize(), {
    default: 20,
    description: 'Rows per page, at most 100. A larger number counts as 100, an invalid one as 20',
  })
  page_size!: number;
}

/** Returns the number of rows before the page; 0 for an invalid page, which `existing` then refuses. */
export const offsetOf = ({ page, page_size }: PageQuery): number => Math.max(0, page - 1) * page_size;

/** Returns the page if it exists; the first one always does. @throws DomainError PAGE_NOT_FOUND after the last page. */
export function existing<T>(page: Page<T>, { page: number }: Pick<PageQuery, 'page'>): Page<T> {
  if (number < 1 || (number > 1 && page.results.length === 0)) throw new DomainError('PAGE_NOT_FOUND');
  return page;
}

interface Counted {
  readonly count: number;
}

/** Returns the page of rows that each carry the count of all; `view` makes of a row what clients see. @throws DomainError PAGE_NOT_FOUND */
export function pageOfRows<R extends Counted>(rows: readonly R[], query: Pick<PageQuery, 'page'>): Page<R>;
export function pageOfRows<R extends Counted, T>(
  rows: readonly R[],
  query: Pick<PageQuery, 'page'>,
  view: (row: R) => T,
): Page<T>;
export function pageOfRows<R extends Counted, T>(
  rows: readonly R[],
  query: Pick<PageQuery, 'page'>,
  view?: (row: R) => T,
): Page<R | T> {
  const results: (R | T)[] = view ? rows.map(view) : [...rows];
  return existing<R | T>({ count: rows[0]?.count ?? 0, results }, query);
}
