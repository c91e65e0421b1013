import { type CallContext, mobileContract, type MobileProfile, type ProfileQuery } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ProfileService } from './profile.service.js';

@Controller()
@Handles(mobileContract)
export class MobileController {
  constructor(private readonly profiles: ProfileService) {}

  profile({ query }: { query: ProfileQuery }, context: CallContext): Promise<MobileProfile> {
    return this.profiles.profile(query, context);
  }
}
