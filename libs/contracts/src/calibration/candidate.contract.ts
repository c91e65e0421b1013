import { authenticatedWhenStrict, contract, op } from '../contract/index.js';
import { boolean, Field, integer, text } from '../fields/index.js';
import { CandidatePath } from './screen.contract.js';

export class ErasedCandidate {
  @Field(boolean()) success!: boolean;
  @Field(text({ allowBlank: true })) candidate_id!: string;
  @Field(integer(), { description: 'Number of erased sessions', example: 1 }) sessions!: number;
  @Field(integer(), { description: 'Number of erased frames and samples', example: 540 }) samples!: number;
  @Field(integer(), {
    description: 'Number of erased calibrations, with their files, validations and drift checks',
  })
  calibrations!: number;
  @Field(integer()) screens!: number;
  @Field(text(), { example: 'All data of this candidate was erased' }) message!: string;
}

/** Erases a candidate's data on request (GDPR, article 17). */
export const calibrationCandidateContract = contract(
  'calibration.candidate',
  { family: 'calibration', tag: 'Candidate' },
  {
    erase: op({
      http: { method: 'DELETE', path: '/api/calibration/candidate/{candidate_id}' },
      params: CandidatePath,
      reply: ErasedCandidate,
      access: authenticatedWhenStrict(),
      summary: 'Erase all data of a candidate; idempotent',
    }),
  },
);
