import {
  calibrationCandidateContract,
  type CallContext,
  type CandidatePath,
  type ErasedCandidate,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ownerOf } from '../owner.js';
import { CandidateStore } from './candidate.store.js';

@Controller()
@Handles(calibrationCandidateContract)
export class CandidateController {
  constructor(private readonly candidates: CandidateStore) {}

  async erase({ params }: { params: CandidatePath }, context: CallContext): Promise<ErasedCandidate> {
    const { candidate_id } = params;
    const erased = await this.candidates.erase(ownerOf(context), candidate_id);
    return { success: true, candidate_id, ...erased, message: 'All data of this candidate was erased' };
  }
}
