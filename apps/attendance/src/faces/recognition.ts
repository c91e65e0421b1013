import type {
  DecisionRecord,
  Identification,
  IdentifiedFace,
  LivenessProof,
  VerifiedFace,
  Instant,
} from '@argus/contracts';
import { instant } from '@argus/contracts';
import type { RecordedSighting } from '../logs/attendance-recorder.service.js';
import type { Person } from '../people/person.entity.js';
import { sentenceFor } from './failure.js';
import { accountIdOf } from '../gallery.js';
import { rounded } from '../rounded.js';

/** Whose face it is, and whether the person may attend. */
export interface Recognition {
  readonly face: IdentifiedFace;
  /** The recognised person, if they may attend. */
  readonly person: Person | undefined;
  /** Why the person named by vision may not attend; added to vision's own reasons. */
  readonly objection: 'PERSON_UNKNOWN' | 'PERSON_INACTIVE' | undefined;
}

export function recognitionsIn(
  { faces }: Identification,
  people: ReadonlyMap<number, Person>,
): Recognition[] {
  return faces.map((face) => {
    const named = face.subject === null ? undefined : people.get(accountIdOf(face.subject));
    if (face.subject === null) return { face, person: undefined, objection: undefined };
    if (!named) return { face, person: undefined, objection: 'PERSON_UNKNOWN' };
    if (!named.isActive) return { face, person: undefined, objection: 'PERSON_INACTIVE' };
    return { face, person: named, objection: undefined };
  });
}

export const subjectsIn = ({ faces }: Identification): number[] => [
  ...new Set(faces.flatMap(({ subject }) => (subject === null ? [] : [accountIdOf(subject)]))),
];

/** Returns a face as clients see it. `recorded` is undefined if nobody was recognised. */
export function verifiedFace(
  { face, person, objection }: Recognition,
  recorded: RecordedSighting | undefined,
  occurredAt: Instant,
  liveness: LivenessProof,
): VerifiedFace {
  return {
    recognized: person !== undefined,
    employee_id: person?.employeeId ?? null,
    name: person?.name ?? null,
    // Old clients compare this with their own thresholds, so it must be low for a refused person.
    confidence: person ? (rounded(face.confidence) ?? 0) : 0,
    similarity_score: rounded(face.similarity),
    // Where liveness is off, nobody is shown a score that nobody asked for.
    is_live: liveness === 'none' ? null : face.is_live,
    anti_spoof_score: liveness === 'none' ? null : rounded(face.anti_spoof_score ?? face.liveness_score),
    liveness,
    attendance_logged: recorded?.written ?? false,
    attendance_log_id: recorded?.logId ?? null,
    timestamp: instant(occurredAt),
    message: messageFor(face, objection, recorded),
    error_code: null,
    box: face.box,
    decision: decisionOf(face, objection),
  };
}

/** Returns the result of a picture in which no single face could be judged. */
export const noVerifiedFace = (errorCode: string, occurredAt: Instant): VerifiedFace => ({
  recognized: false,
  employee_id: null,
  name: null,
  confidence: 0,
  similarity_score: null,
  is_live: null,
  anti_spoof_score: null,
  liveness: 'none',
  attendance_logged: false,
  attendance_log_id: null,
  timestamp: instant(occurredAt),
  message: sentenceFor(errorCode),
  error_code: errorCode,
  box: null,
  decision: null,
});

function decisionOf(face: IdentifiedFace, objection: Recognition['objection']): DecisionRecord {
  return {
    ...face.decision,
    score: rounded(face.similarity),
    probability: rounded(face.confidence),
    margin: rounded(face.margin),
    quality: { ...face.quality, score: rounded(face.quality.score) },
    reasons: objection ? [...face.reasons, objection] : face.reasons,
  };
}

/** What to do about what vision says is covered. */
const uncovering: Readonly<Record<string, string>> = {
  MOUTH_COVERED: 'Uncover your mouth and nose.',
  EYES_COVERED: 'Take off the dark glasses.',
};

function messageFor(
  face: IdentifiedFace,
  objection: Recognition['objection'],
  recorded: RecordedSighting | undefined,
): string {
  if (recorded)
    return recorded.written ? 'Attendance logged' : 'Attendance was already logged shortly before';
  if (objection === 'PERSON_INACTIVE') return 'The person is inactive; nothing was logged';
  if (face.subject === null && face.reasons.includes('NOT_LIVE') && face.reasons.includes('MATCH'))
    return 'The face looks like a photograph, screen or mask; nothing was logged';
  const [reason] = face.reasons;
  // Only people who were decided to be twins are compared in a verification (1:1): another photograph seldom helps.
  if (reason === 'SECOND_PERSON_NEAR' && face.decision.purpose === 'verification') return LIKE_A_TWIN;
  const uncover = face.reasons.flatMap((code) => uncovering[code] ?? []);
  const sentence = sentences[reason ?? ''] ?? 'No matching face found';
  const { reasons: ofQuality } = face.quality;
  const shown =
    reason === 'LOW_QUALITY' ? ofQuality : reason === 'BELOW_THRESHOLD' ? ofQuality.slice(0, 1) : [];
  const advice = [...shown, ...uncover];
  const stop = advice.length > 0 && !sentence.endsWith('.') ? '.' : '';
  return [sentence + stop, ...advice].join(' ');
}

const LIKE_A_TWIN =
  'The face looks as much like another person who is known to look alike. Use another means, e.g. ask at the desk.';

/** What to do about faces that were not compared or not decided, by reason. */
const sentences: Readonly<Record<string, string>> = {
  LOW_QUALITY: 'The picture is not good enough to compare the face.',
  MESH_SCORE_LOW:
    'The features of the face could not be made out. Uncover it and look straight into the camera.',
  NEAR_THRESHOLD:
    'The face was not recognised for certain. Come closer, look straight into the camera and try again.',
  SECOND_PERSON_NEAR:
    'The face looks like more than one person. Try again; if that does not help, ask at the desk.',
  CAMERA_TURNED: 'The picture lies on its side or upside down. Turn the camera, or send the orientation.',
  FACE_CUT_OFF: 'The face was not recognised: the picture cuts it off. Move so that the whole face is in it.',
  HEAD_TILTED: 'The face was not recognised: the head is tilted. Hold it upright.',
  FACE_UNCLEAR: 'The face was not recognised for certain. Hold it upright and free, in good light.',
  SAME_PERSON_TWICE: 'Another face of the picture looks more like this person; ask at the desk.',
};
