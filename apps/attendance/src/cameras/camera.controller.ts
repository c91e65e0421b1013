import {
  type CallContext,
  callerOf,
  type CameraBody,
  type CameraChange,
  cameraContract,
  type CameraPath,
  type CameraQuery,
  type CameraView,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { CameraService } from './camera.service.js';
import { cameraView } from './camera.view.js';

@Controller()
@Handles(cameraContract)
export class CameraController {
  constructor(private readonly cameras: CameraService) {}

  async list({ query }: { query: CameraQuery }, context: CallContext): Promise<Page<CameraView>> {
    const { count, results } = await this.cameras.list(query);
    return { count, results: results.map((camera) => cameraView(camera, callerOf(context))) };
  }

  async create({ body }: { body: CameraBody }, context: CallContext): Promise<CameraView> {
    return cameraView(await this.cameras.create(body, context), callerOf(context));
  }

  async get({ params }: { params: CameraPath }, context: CallContext): Promise<CameraView> {
    return cameraView(await this.cameras.get(params.id), callerOf(context));
  }

  async change(
    { params, body }: { params: CameraPath; body: CameraChange },
    context: CallContext,
  ): Promise<CameraView> {
    return cameraView(await this.cameras.change(params.id, body, context), callerOf(context));
  }

  async deactivate({ params }: { params: CameraPath }, context: CallContext): Promise<void> {
    await this.cameras.change(params.id, { is_active: false }, context);
  }
}
