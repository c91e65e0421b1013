import type { FaceRefusal, PhotographRefusal, PhotographReport } from '@argus/contracts';
import type { FaceAnalysis, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { Covering } from '../quality/coverings.js';
import { refusalToEnrol } from './meant-face.js';

export interface ReviewRules {
  readonly checkQuality: boolean;
  /** Undefined if faces that are not live are accepted. */
  readonly isLive?: ((face: FaceAnalysis) => boolean) | undefined;
}

export interface ReviewedPhotograph {
  readonly report: PhotographReport;
  /** Descriptor of the only face; null if the photograph is refused. */
  readonly descriptor: Float32Array | null;
  /** The same by the model of former templates; null also if nobody has one. */
  readonly formerDescriptor: Float32Array | null;
}

const sentences: Readonly<Record<FaceRefusal, (facesDetected: number) => string>> = {
  NO_FACE: () =>
    'No face was found. Look into the camera, in good light, with the whole face in the picture.',
  SEVERAL_FACES: (facesDetected) => `${facesDetected} faces were found. Be alone in the picture.`,
  FACE_TOO_CLOSE: () => 'The face does not fit into the picture. Move back.',
};

const adviceOn: Readonly<Record<Covering, string>> = {
  MOUTH_COVERED: 'Uncover your mouth and nose.',
  EYES_COVERED: 'Take off the dark glasses.',
};

/** Sentences for files that could not be decoded, by error code. */
const unreadable: Readonly<Record<string, string>> = {
  IMAGE_NOT_READABLE: 'The file is not a readable JPEG, PNG or WebP picture.',
  IMAGE_DAMAGED: 'Parts of the picture are missing or destroyed. Send the whole file.',
  IMAGE_TOO_LARGE: 'The picture has more than 40 megapixels.',
  IMAGE_TOO_SMALL: 'The picture is too small to hold a face.',
  IMAGE_ANIMATED: 'The picture is animated.',
};

export const isUnreadable = (code: string): boolean => code in unreadable;

/** Returns the report on a photograph whose file could not be decoded. */
export function refusedFile(code: string): ReviewedPhotograph {
  return {
    report: { faces: 0, quality: null, refusal: code, reason: unreadable[code] ?? code },
    descriptor: null,
    formerDescriptor: null,
  };
}

/** Decides whether a photograph may be part of a template: one clear face of sufficient quality. */
export function reviewPhotograph(analysis: PhotographAnalysis, rules: ReviewRules): ReviewedPhotograph {
  const face = analysis.faces[0];
  const refusal = findRefusal(analysis, face, rules);
  return {
    report: {
      faces: analysis.facesDetected,
      quality: face?.quality ?? null,
      refusal: refusal?.code ?? null,
      reason: refusal?.reason ?? null,
    },
    descriptor: refusal ? null : (face?.descriptor ?? null),
    formerDescriptor: refusal ? null : (face?.formerDescriptor ?? null),
  };
}

function findRefusal(
  analysis: PhotographAnalysis,
  face: FaceAnalysis | undefined,
  { checkQuality, isLive }: ReviewRules,
): { code: PhotographRefusal; reason: string } | undefined {
  const refusal = refusalToEnrol(analysis);
  if (refusal) return { code: refusal, reason: sentences[refusal](analysis.facesDetected) };
  if (face?.flaws.includes('CAMERA_TURNED'))
    return {
      code: 'CAMERA_TURNED',
      reason: 'The picture lies on its side or upside down. Turn the camera, or send the orientation.',
    };
  const coverings = face?.coverings ?? [];
  const advice = coverings.map((covering) => adviceOn[covering]);
  const isPoor = face !== undefined && face.quality.reasons.length > 0;
  if (isPoor && (checkQuality || !face.descriptor))
    return { code: 'LOW_QUALITY', reason: [...face.quality.reasons, ...advice].join(' ') };
  if (!face?.descriptor)
    return coverings[0]
      ? { code: coverings[0], reason: advice.join(' ') }
      : {
          code: 'MESH_SCORE_LOW',
          reason:
            'The features of the face are not visible. Uncover the face and look straight into the camera.',
        };
  if (isLive && !isLive(face))
    return {
      code: 'NOT_LIVE',
      reason: 'The face looks like an imitation. Photograph the person, not a picture of them.',
    };
  return undefined;
}
