const SUFFIX = '.json';

/* The originals of TechTrack and attendance also answered at `/api/equipment.json`. */
const WITH_SUFFIX = /^\/api\/(?:equipment|alerts|data(?!\/(?:ecam|efis|pfd)\b)|v1)(?:\/|$)/;

/** Returns the path without `.json` if the family's original accepted that suffix. */
export function withoutFormatSuffix(url: string): string {
  if (!url.includes(SUFFIX)) return url;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const named = bare.slice(0, -SUFFIX.length);
  return bare.endsWith(SUFFIX) && WITH_SUFFIX.test(named) ? `${named}${url.slice(path.length)}` : url;
}
