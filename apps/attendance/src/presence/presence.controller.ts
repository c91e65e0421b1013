import {
  type BadgePresence,
  type CallContext,
  type PinPresence,
  presenceContract,
  type PresenceView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { PresenceService } from './presence.service.js';

@Controller()
@Handles(presenceContract)
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  badge({ body }: { body: BadgePresence }, context: CallContext): Promise<PresenceView> {
    return this.presence.byBadge(body, context);
  }

  pin({ body }: { body: PinPresence }, context: CallContext): Promise<PresenceView> {
    return this.presence.byPin(body, context);
  }
}
