import { existing, type Page, type PageQuery } from '@argus/contracts';

/** A page of a list that is short enough to be held whole. @throws DomainError PAGE_NOT_FOUND beyond the last page. */
export function pageOfAll<T>(all: readonly T[], query: PageQuery): Page<T> {
  const { page, page_size } = query;
  return existing({ count: all.length, results: all.slice((page - 1) * page_size, page * page_size) }, query);
}
