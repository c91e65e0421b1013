import { DomainError, type Page, type PageQuery } from '@argus/contracts';

/** A page of a list that is short enough to be held whole. @throws DomainError PAGE_NOT_FOUND beyond the last page. */
export function pageOfAll<T>(all: readonly T[], { page, page_size }: PageQuery): Page<T> {
  const results = all.slice((page - 1) * page_size, page * page_size);
  if (page < 1 || (results.length === 0 && page > 1)) throw new DomainError('PAGE_NOT_FOUND');
  return { count: all.length, results };
}
