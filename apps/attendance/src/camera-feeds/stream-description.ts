/** What a camera says of its video (SDP, RFC 8866). */
export interface StreamDescription {
  readonly hasVideo: boolean;
  /** As RTP names it: H264, H265, JPEG; null where it is not told. */
  readonly codec: string | null;
  /** Pictures a second; null where it is not told. */
  readonly statedFps: number | null;
}

const STATIC_JPEG = '26';

export function describedBy(sdp: string): StreamDescription {
  const sections = sdp.split(/\r?\n(?=m=)/);
  const video = sections.find((each) => each.startsWith('m=video'));
  if (video === undefined) return { hasVideo: false, codec: null, statedFps: null };
  const [, type] = /^m=video \S+ \S+ (\d+)/.exec(video) ?? [];
  const [, named] = new RegExp(`^a=rtpmap:${type ?? '\\d+'} ([^/\\s]{1,20})/`, 'm').exec(video) ?? [];
  const [, rate] = /^a=(?:x-)?framerate:\s*(\d{1,3}(?:\.\d{1,6})?)/m.exec(video) ?? [];
  const fps = Number(rate ?? 0);
  return {
    hasVideo: true,
    codec: named?.toUpperCase() ?? (type === STATIC_JPEG ? 'JPEG' : null),
    statedFps: fps > 0 ? fps : null,
  };
}
