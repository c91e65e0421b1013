import { accountContract, type CallContext, DomainError, type FlightRight } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { assertHolds, FlightService } from '../flights/flight.service.js';
import type { Account } from '../flights/flight.store.js';
import type { FlightShareRow } from './flight-share.entity.js';
import { FlightShareStore } from './flight-share.store.js';

const MAX_SHARES = 100;

/** Shares flights; only their owners do. */
@Injectable()
export class FlightShareService {
  constructor(
    private readonly shares: FlightShareStore,
    private readonly flights: FlightService,
    private readonly rpc: RpcClient,
  ) {}

  async list(id: string, context: CallContext): Promise<FlightShareRow[]> {
    assertHolds(await this.flights.get(id, context), 'own');
    return this.shares.list(id);
  }

  /** Returns the name of the account as it is written. @throws DomainError USER_NOT_FOUND, SHARED_WITH_OWNER, TOO_MANY_SHARES */
  async set(id: string, username: string, right: FlightRight, context: CallContext): Promise<string> {
    /* Before the look-up, so that nobody learns names who owns nothing. */
    assertHolds(await this.flights.get(id, context), 'own');
    const account = await this.accountCalled(username);
    await this.flights.whileHolding(id, 'own', context, async (tx, flight) => {
      if (account.accountId === flight.accountId) throw new DomainError('SHARED_WITH_OWNER');
      await this.shares.set(tx, id, account, right);
      if ((await this.shares.count(tx, id)) > MAX_SHARES) throw new DomainError('TOO_MANY_SHARES');
    });
    return account.username;
  }

  remove(id: string, username: string, context: CallContext): Promise<void> {
    return this.flights.whileHolding(id, 'own', context, (tx) => this.shares.remove(tx, id, username));
  }

  private async accountCalled(username: string): Promise<Account> {
    try {
      const body = { family: 'eyetracker', username } as const;
      const account = await this.rpc.call(accountContract.operations.find, { body });
      if (!account.is_active) throw new DomainError('USER_NOT_FOUND');
      return { accountId: account.id, username: account.username };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ACCOUNT_NOT_FOUND')
        throw new DomainError('USER_NOT_FOUND');
      throw error;
    }
  }
}
