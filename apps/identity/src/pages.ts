import { existing, offsetOf, type Page, type PageQuery } from '@argus/contracts';

/** A page of a list that is short enough to be held whole. @throws DomainError PAGE_NOT_FOUND beyond the last page. */
export function pageOfAll<T>(all: readonly T[], query: PageQuery): Page<T> {
  const first = offsetOf(query);
  return existing({ count: all.length, results: all.slice(first, first + query.page_size) }, query);
}
