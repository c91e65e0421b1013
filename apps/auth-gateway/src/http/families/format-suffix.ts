/* The routers of TechTrack and attendance answered `/api/equipment.json` too. */
const WITH_SUFFIX =
  /^(\/api\/(?:equipment|alerts|data(?!\/(?:ecam|efis|pfd)\b)|v1)(?:\/[^?]*?)?)\.json\/?(\?.*)?$/;

/** The path without its `.json`, where the family's original took it. */
export function withoutFormatSuffix(url: string): string {
  if (!url.includes('.json')) return url;
  const [, path, query = ''] = WITH_SUFFIX.exec(url) ?? [];
  return path === undefined ? url : `${path}${query}`;
}
