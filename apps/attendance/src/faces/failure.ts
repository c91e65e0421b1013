import { DomainError } from '@argus/contracts';

const sentences: Readonly<Record<string, string>> = {
  IMAGE_NOT_BASE64: 'Send the picture as base64 or as a base64 data URL.',
  IMAGE_NOT_READABLE: 'The picture cannot be read. Send a JPEG, PNG or WebP file.',
  IMAGE_DAMAGED: 'Parts of the picture are missing or destroyed. Send the whole file.',
  IMAGE_TOO_LARGE: 'The picture has more than 40 megapixels. Send a smaller one.',
  IMAGE_TOO_SMALL: 'The picture is too small to hold a face. Send a larger one.',
  IMAGE_ANIMATED: 'Animated pictures are not accepted. Send a still one.',
  NO_FACE: 'No face was found. Look into the camera, in good light, with the whole face in the picture.',
  SEVERAL_FACES: 'Several faces were found. Only one person may be in the picture.',
  FACE_TOO_CLOSE: 'The face does not fit into the picture. Move back.',
  USER_INACTIVE: 'The person has been deactivated.',
  CONSENT_WITHDRAWN: 'The person withdrew their consent, or gave none. Nothing was kept.',
  CHALLENGE_NOT_FOUND: 'There is no such liveness challenge for this account. Make one and pass it.',
  CHALLENGE_NOT_PASSED: 'The liveness challenge was not passed. Make a new one and follow its steps.',
  CHALLENGE_EXPIRED: 'The liveness challenge was passed too long ago. Make a new one.',
  CHALLENGE_USED: 'The liveness challenge was used before. Make a new one.',
  CHALLENGE_FOR_ANOTHER_PURPOSE: 'The liveness challenge was made for something else. Make one for this.',
  CHALLENGE_OF_ANOTHER_FACE:
    'Another face passed the liveness challenge. The person in the picture passes it.',
  CONFLICT_CASE:
    'Before you can be recognised, an administrator will check who you are. Your photographs are not kept: bring your card.',
  CONFLICT_OPEN:
    'An earlier enrolment of this person waits for the decision of an administrator. Bring your card, and enrol again afterwards.',
  TASK_EXPIRED: 'The task was not done in time and was given up. Send it again.',
  UNAVAILABLE: 'Face recognition was unavailable for too long. Try again later.',
  DEADLINE_EXCEEDED: 'Face recognition took too long. Try again later.',
};

/** Returns what went wrong and what to do about it. */
export const sentenceFor = (code: string): string =>
  sentences[code] ?? 'Something went wrong on our side. Try again later.';

/** Returns the sentence for a picture that was refused, after what is wrong with it where that is known. */
export const adviceOn = ({ code, details: { reason } }: DomainError): string =>
  typeof reason === 'string' ? `${reason} ${sentenceFor(code)}` : sentenceFor(code);

/** Codes of failures that a retry cannot cure. */
const permanent = new Set([
  'IMAGE_NOT_READABLE',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_SMALL',
  'IMAGE_ANIMATED',
  'PAYLOAD_TOO_LARGE',
  'VALIDATION_FAILED',
]);

export const isPermanent = (error: unknown): error is DomainError =>
  error instanceof DomainError && permanent.has(error.code);

export const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : 'INTERNAL');
