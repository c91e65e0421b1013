import { describe, expect, it } from '@jest/globals';
import { faceContract } from './face.contract.js';

describe('attendance.face', () => {
  it('attendance.face: a bulk verification that needs liveness is not told to send a field which it does not have', () => {
    const { verify, bulkVerify } = faceContract.operations;
    expect(JSON.stringify(verify.errors)).toContain('liveness_challenge_id');
    expect(JSON.stringify(bulkVerify.errors)).not.toContain('liveness_challenge_id');
  });
});
