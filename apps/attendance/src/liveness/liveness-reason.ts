const sentences: Readonly<Record<string, string>> = {
  MOVED_EARLY: 'The head turned before it was asked to. Wait for each step, then follow it.',
  TURN_MISSING: 'The head did not turn far enough in time. Turn it until one ear points at the camera.',
  TURN_WRONG_DIRECTION:
    'The head turned to the other side. Send frames that are not mirrored, and follow the arrow.',
  TURN_IMPLAUSIBLE: 'The head moved faster than heads do. Turn it steadily.',
  FLAT: 'What turned looks like a picture, not like a head. Show the person themselves.',
  BLINK_MISSING: 'The eyes did not close and open in time. Close both eyes for a moment, then open them.',
  FACE_JUMPED: 'The face jumped from one frame to the next. Keep one face in the picture, without cuts.',
  DIFFERENT_PEOPLE: 'The frames show different faces. One person follows all steps.',
  REPLAYED: 'These frames were sent before. Record new ones for each challenge.',
  SENT_TOO_EARLY:
    'The frames came sooner than they can have been recorded. Record them after the challenge was made.',
  FRAMES_TOO_SPARSE: 'Too few frames: send about ten a second, from the start to the end of the challenge.',
  FRAME_NOT_READABLE: 'Many frames could not be read. Send whole JPEG, PNG or WebP files.',
  FACE_NOT_SEEN: 'The face was not seen clearly. Uncover it, add light, stay in the picture.',
  NOT_FACING: 'Look straight into the camera until the first step.',
  EYES_NOT_OPEN: 'The eyes could not be seen open. Take off dark glasses and add light.',
};

/** Returns what was seen and what to do about it. */
export const sentenceForReason = (code: string): string =>
  sentences[code] ?? 'The challenge was not passed. Ask for a new one and try again.';
