import { claimantContract, type Family } from '@argus/contracts';
import type { RpcClient } from '@argus/messaging';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../requests/client-request.js';
import type { Claim } from './limit-key.js';

/** Asks identity what a request for tokens counts for. */
export class Claimants {
  constructor(private readonly rpc: RpcClient) {}

  /** Returns undefined for what identity does not know, or not at this address. */
  async countedAs(family: Family, claim: Claim, request: FastifyRequest): Promise<string | undefined> {
    const input = { body: { family, ...claim } };
    const { counted_as } = await this.rpc.call(claimantContract.operations.find, input, contextOf(request));
    return counted_as;
  }
}
