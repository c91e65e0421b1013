/* The originals of TechTrack and attendance also answered at `/api/equipment.json`. */
const WITH_SUFFIX =
  /^(\/api\/(?:equipment|alerts|data(?!\/(?:ecam|efis|pfd)\b)|v1)(?:\/[^?]*?)?)\.json\/?(\?.*)?$/;

/** Returns the path without `.json` if the family's original accepted that suffix. */
export function withoutFormatSuffix(url: string): string {
  if (!url.includes('.json')) return url;
  const [, path, query = ''] = WITH_SUFFIX.exec(url) ?? [];
  return path === undefined ? url : `${path}${query}`;
}
