import type { IdentifiedFace } from '@argus/contracts';

/** How long a face may be out of sight and still be the same one. */
const FORGOTTEN_AFTER_MS = 3000;
/** Pictures that must say the same before a person counts as recognised. */
const AGREEING_PICTURES = 2;

/** A face that is followed over pictures. */
interface Track {
  box: IdentifiedFace['box'];
  lastSeenMs: number;
  readonly firstSeenMs: number;
  /** Pictures in which it was good enough to be compared. */
  usable: number;
  /** Of them, pictures that named somebody or nobody; inconclusive ones speak neither for nor against. */
  decided: number;
  /** Pictures that named a person, by subject. */
  readonly votes: Map<string, number>;
  bestConfidence: number;
  recognised: string | undefined;
}

export interface Recognised {
  readonly subject: string;
  /** The best of the pictures. */
  readonly confidence: number;
  readonly firstSeenMs: number;
}

export interface EndedFaces {
  readonly seen: number;
  /** Too small or blurred in every picture. */
  readonly unusable: number;
  /** Good enough, and nobody enrolled. */
  readonly unknown: number;
}

/**
 * Follows faces over the pictures of a camera. Every picture is another chance to take a stranger for somebody, so one picture decides nothing:
 * two must name the same person, and most of the pictures in which that face could be compared.
 */
export class FaceTracks {
  private tracks: Track[] = [];

  /** Takes the faces of a picture. Returns whom its faces are recognised as, those of earlier pictures included. */
  see(faces: readonly IdentifiedFace[], nowMs: number): Recognised[] {
    const free = new Set(this.tracks);
    return faces.flatMap((face) => {
      const track = this.trackOf(face, free, nowMs);
      free.delete(track);
      const { box } = face;
      Object.assign(track, { box, lastSeenMs: nowMs });
      if (isUsable(face)) track.usable++;
      if (isUsable(face) && face.decision.outcome !== 'inconclusive') track.decided++;
      if (face.subject === null) return [];
      const votes = (track.votes.get(face.subject) ?? 0) + 1;
      track.votes.set(face.subject, votes);
      track.bestConfidence = Math.max(track.bestConfidence, face.confidence ?? 0);
      if (votes >= AGREEING_PICTURES && votes * 2 > track.decided) track.recognised = face.subject;
      if (track.recognised !== face.subject) return [];
      return [{ subject: face.subject, confidence: track.bestConfidence, firstSeenMs: track.firstSeenMs }];
    });
  }

  /** Whether a face is followed that nobody was recognised as yet. */
  hasUndecided(nowMs: number): boolean {
    return this.tracks.some(
      ({ recognised, lastSeenMs }) => recognised === undefined && nowMs - lastSeenMs < FORGOTTEN_AFTER_MS,
    );
  }

  get isEmpty(): boolean {
    return this.tracks.length === 0;
  }

  /** Forgets faces that went out of sight, or all. Returns what became of them. */
  end(nowMs = Infinity): EndedFaces {
    const isGone = ({ lastSeenMs }: Track): boolean => nowMs - lastSeenMs >= FORGOTTEN_AFTER_MS;
    const ended = this.tracks.filter(isGone);
    this.tracks = this.tracks.filter((track) => !isGone(track));
    return {
      seen: ended.length,
      unusable: ended.filter(({ usable }) => usable === 0).length,
      unknown: ended.filter(({ usable, recognised }) => usable > 0 && recognised === undefined).length,
    };
  }

  private trackOf(face: IdentifiedFace, free: ReadonlySet<Track>, nowMs: number): Track {
    const near = [...free]
      .filter((track) => nowMs - track.lastSeenMs < FORGOTTEN_AFTER_MS && isNear(track.box, face.box))
      .sort((a, b) => distance(a.box, face.box) - distance(b.box, face.box));
    /* Whom it names says more than where it is. */
    const same = near.find(({ votes }) => face.subject !== null && votes.has(face.subject));
    const found = same ?? near[0];
    if (found) return found;
    const track: Track = {
      box: face.box,
      firstSeenMs: nowMs,
      lastSeenMs: nowMs,
      usable: 0,
      decided: 0,
      votes: new Map(),
      bestConfidence: 0,
      recognised: undefined,
    };
    this.tracks.push(track);
    return track;
  }
}

const UNUSABLE = ['LOW_QUALITY', 'MESH_SCORE_LOW', 'FACE_CUT_OFF'];
const isUsable = ({ reasons }: IdentifiedFace): boolean => !reasons.some((each) => UNUSABLE.includes(each));

const distance = (a: IdentifiedFace['box'], b: IdentifiedFace['box']): number =>
  Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);

/** A walker moves by a face or two between pictures, and comes nearer by little. */
function isNear(a: IdentifiedFace['box'], b: IdentifiedFace['box']): boolean {
  const ratio = a.width / b.width;
  return ratio > 0.5 && ratio < 2 && distance(a, b) < 2 * Math.max(a.width, b.width);
}
