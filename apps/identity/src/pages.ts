import { existing, offsetOf, type Page, type PageQuery } from '@argus/contracts';

/** Returns a page of a short list. @throws DomainError PAGE_NOT_FOUND beyond the last page */
export function pageOfAll<T>(all: readonly T[], query: PageQuery): Page<T> {
  const first = offsetOf(query);
  return existing({ count: all.length, results: all.slice(first, first + query.page_size) }, query);
}
