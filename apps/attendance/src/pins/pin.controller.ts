import {
  type CallContext,
  type IssuePin,
  type OwnPin,
  pinContract,
  type PinPath,
  type PinView,
  type PinWithDigits,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { PinService } from './pin.service.js';

@Controller()
@Handles(pinContract)
export class PinController {
  constructor(private readonly pins: PinService) {}

  issue({ body }: { body: IssuePin }, context: CallContext): Promise<PinWithDigits> {
    return this.pins.issue(body, context);
  }

  remove({ params }: { params: PinPath }, context: CallContext): Promise<void> {
    return this.pins.remove(params.employee_id, context);
  }

  setOwn({ body }: { body: OwnPin }, context: CallContext): Promise<PinView> {
    return this.pins.setOwn(body.pin, context);
  }
}
