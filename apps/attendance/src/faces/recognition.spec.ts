import { type IdentifiedFace, type LivenessProof, Instant } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { verifiedFace } from './recognition.js';

const unchallenged = {} as LivenessProof;

function messageOf(reasons: string[], advice: string[] = [], purpose = 'identification'): string {
  const face = {
    subject: null,
    reasons,
    decision: { purpose },
    quality: { score: 0.5, components: {}, reasons: advice },
  };
  const recognition = { face: face as unknown as IdentifiedFace, person: undefined, objection: undefined };
  return verifiedFace(recognition, undefined, Instant.ofMs(0), unchallenged).message;
}

describe('verifiedFace', () => {
  it('verifiedFace: a stranger whose face is covered is told what to uncover', () => {
    expect(messageOf(['BELOW_THRESHOLD'])).toBe('No matching face found');
    expect(messageOf(['BELOW_THRESHOLD', 'MOUTH_COVERED'])).toBe(
      'No matching face found. Uncover your mouth and nose.',
    );
    expect(messageOf(['MESH_SCORE_LOW', 'EYES_COVERED'])).toMatch(
      /made out\. .*Take off the dark glasses\.$/,
    );
  });

  it('verifiedFace: who claims to be one of two twins and looks like either is told to use another means', () => {
    expect(messageOf(['SECOND_PERSON_NEAR'], [], 'verification')).toMatch(
      /known to look alike\. Use another means/,
    );
    expect(messageOf(['SECOND_PERSON_NEAR'])).toMatch(/more than one person\. Try again/);
  });

  it('verifiedFace: a face without a match is told the first advice on the picture', () => {
    expect(messageOf(['BELOW_THRESHOLD'], ['Come closer.', 'Add light.'])).toBe(
      'No matching face found. Come closer.',
    );
    expect(messageOf(['CAMERA_TURNED'])).toMatch(/lies on its side or upside down/);
  });

  it('verifiedFace: advice on the picture comes before advice on coverings', () => {
    expect(messageOf(['LOW_QUALITY', 'EYES_COVERED'], ['Add light.'])).toBe(
      'The picture is not good enough to compare the face. Add light. Take off the dark glasses.',
    );
  });
});
