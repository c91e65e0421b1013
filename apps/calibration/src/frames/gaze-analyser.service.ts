import { type CameraIntrinsics, gazeBatch, type GazeFrameAnalysis, gazeContract } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';

export interface GazeOptions {
  readonly landmarks: boolean;
  /** Null: vision estimates it. */
  readonly camera: CameraIntrinsics | null;
}

/** Asks vision to measure the gaze in pictures. The pictures go nowhere else and are not stored. */
@Injectable()
export class GazeAnalyser {
  constructor(private readonly rpc: RpcClient) {}

  /** Returns one analysis per picture, in order. */
  async analyse(
    images: readonly Uint8Array[],
    { landmarks, camera }: GazeOptions,
  ): Promise<GazeFrameAnalysis[]> {
    const analyses: GazeFrameAnalysis[] = [];
    for (const batch of batchesOf(images)) {
      const body = { frames: batch.map((image) => ({ image })), landmarks, camera };
      analyses.push(...(await this.rpc.call(gazeContract.operations.analyse, { body })).frames);
    }
    return analyses;
  }
}

/** Returns the pictures in batches that vision accepts in one call. */
function batchesOf(images: readonly Uint8Array[]): Uint8Array[][] {
  const batches: Uint8Array[][] = [];
  let bytes = Infinity;
  for (const image of images) {
    const last = batches.at(-1);
    bytes += image.byteLength;
    if (last && last.length < gazeBatch.maxFrames && bytes <= gazeBatch.maxBatchBytes) last.push(image);
    else {
      batches.push([image]);
      bytes = image.byteLength;
    }
  }
  return batches;
}
