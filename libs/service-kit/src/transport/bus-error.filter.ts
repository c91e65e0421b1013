import { DomainError } from '@argus/contracts';
import { Catch, type ExceptionFilter } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';

/* What Nest throws when a guard says no. */
const FORBIDDEN_MESSAGE = 'Forbidden resource';

/** Lets errors reach the transport, which answers them; Nest's own handler would log and replace them. */
@Catch()
export class BusErrorFilter implements ExceptionFilter {
  catch(error: unknown): never {
    if (error instanceof RpcException && error.getError() === FORBIDDEN_MESSAGE)
      throw new DomainError('PERMISSION_DENIED');
    throw error;
  }
}
