import { galleryContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import type { MaintenanceStep } from './maintenance-step.js';

/** Has vision read all templates anew. */
@Injectable()
export class GalleryRebuild implements MaintenanceStep {
  constructor(private readonly rpc: RpcClient) {}

  async run(): Promise<string> {
    const { people, seconds } = await this.rpc.call(galleryContract.operations.rebuild, {});
    return `The faces of ${people} people were read anew in ${seconds} s; other replicas of vision do the same.`;
  }
}
