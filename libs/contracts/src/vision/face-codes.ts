/** Why a face was or was not recognised. */
export const decisionReasons = [
  'MATCH',
  'BELOW_THRESHOLD',
  'NEAR_THRESHOLD',
  'SECOND_PERSON_NEAR',
  'GALLERY_EMPTY',
  'NOT_ENROLLED',
  'LOW_QUALITY',
  'CAMERA_TURNED',
  'FACE_CUT_OFF',
  'HEAD_TILTED',
  'FACE_UNCLEAR',
  'SAME_PERSON_TWICE',
  'MESH_SCORE_LOW',
  'NOT_LIVE',
  'MOUTH_COVERED',
  'EYES_COVERED',
  'PERSON_UNKNOWN',
  'PERSON_INACTIVE',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** What each reason means, for documents. */
export const decisionReasonsMeaning =
  'NEAR_THRESHOLD, SECOND_PERSON_NEAR: inconclusive, see `outcome`. NOT_ENROLLED: the named person has no template; ' +
  'GALLERY_EMPTY: nobody has one. MESH_SCORE_LOW: the features could not be made out. NOT_LIVE: passive scores gate and refused. ' +
  'CAMERA_TURNED, FACE_CUT_OFF, HEAD_TILTED, FACE_UNCLEAR: inconclusive instead of no_match, since the picture shows too little. ' +
  'SAME_PERSON_TWICE: another face of the picture looks more like the person. ' +
  'MOUTH_COVERED, EYES_COVERED: hints beside another reason. PERSON_UNKNOWN, PERSON_INACTIVE: the match may not attend';

/** Why a photograph cannot be part of a template. */
export const photographRefusals = [
  'NO_FACE',
  'SEVERAL_FACES',
  'FACE_TOO_CLOSE',
  'MOUTH_COVERED',
  'EYES_COVERED',
  'CAMERA_TURNED',
  'MESH_SCORE_LOW',
  'LOW_QUALITY',
  'NOT_LIVE',
  'PHOTOGRAPH_REPEATED',
  'IMAGE_NOT_READABLE',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_SMALL',
  'IMAGE_ANIMATED',
] as const;
export type PhotographRefusal = (typeof photographRefusals)[number];
