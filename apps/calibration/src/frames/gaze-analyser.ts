import { type CameraIntrinsics, gazeBatch, type GazeFrameAnalysis, gazeContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';

export interface GazeOptions {
  readonly landmarks: boolean;
  /** Vision estimates one where there is none. */
  readonly camera: CameraIntrinsics | null;
}

/** Has vision measure the gaze in pictures; they go nowhere else and are not kept. */
@Injectable()
export class GazeAnalyser {
  constructor(private readonly rpc: RpcClient) {}

  /** One answer per picture, in their order. */
  async analyse(
    images: readonly Uint8Array[],
    { landmarks, camera }: GazeOptions,
  ): Promise<GazeFrameAnalysis[]> {
    const answers: GazeFrameAnalysis[] = [];
    for (const part of partsOf(images)) {
      const body = { frames: part.map((image) => ({ image })), landmarks, camera };
      answers.push(...(await this.rpc.call(gazeContract.operations.analyse, { body })).frames);
    }
    return answers;
  }
}

/** Parts that vision takes in one call. */
function partsOf(images: readonly Uint8Array[]): Uint8Array[][] {
  const parts: Uint8Array[][] = [];
  let bytes = Infinity;
  for (const image of images) {
    const last = parts.at(-1);
    bytes += image.byteLength;
    if (last && last.length < gazeBatch.maxFrames && bytes <= gazeBatch.maxBatchBytes) last.push(image);
    else {
      parts.push([image]);
      bytes = image.byteLength;
    }
  }
  return parts;
}
