/**
 * Says whether a client would rather see a page than JSON: its Accept names `text/html` with at least the quality of
 * `application/json`. A range such as `*\/*` names no page: programs send it.
 */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const qualities = new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.toLowerCase().split(';');
      const quality =
        parameters
          .find((each) => each.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? '1';
      return [type.trim(), Number(quality) || 0];
    }),
  );
  const html = qualities.get('text/html') ?? 0;
  return html > 0 && html >= (qualities.get('application/json') ?? 0);
}
