import {
  type CallContext,
  callerOf,
  type CameraHealth,
  type CameraPath,
  type CameraStream,
  cameraViewContract,
  type StreamPiece,
  type StreamPosition,
  type StreamTicket,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { CameraHealths } from './camera-health.service.js';
import { CameraViews } from './camera-view.service.js';

@Controller()
@Handles(cameraViewContract)
export class CameraViewController {
  constructor(
    private readonly views: CameraViews,
    private readonly healths: CameraHealths,
  ) {}

  async stream({ params }: { params: CameraPath }, context: CallContext): Promise<CameraStream> {
    return this.views.stream(params.id, context);
  }

  async frames({ params, body }: { params: StreamTicket; body: StreamPosition }): Promise<StreamPiece> {
    return this.views.frames(params.ticket, body.state);
  }

  async snapshot({ params }: { params: CameraPath }, context: CallContext): Promise<StreamPiece> {
    return this.views.snapshot(params.id, context);
  }

  async health({ params }: { params: CameraPath }): Promise<CameraHealth> {
    return this.healths.health(params.id);
  }

  async acknowledge({ params }: { params: CameraPath }, context: CallContext): Promise<CameraHealth> {
    return this.healths.acknowledge(params.id, callerOf(context).username);
  }
}
