import { DomainError } from '@argus/contracts';
import { Catch, type ExceptionFilter } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';

/* The message of Nest's error when a guard refuses. */
const FORBIDDEN_MESSAGE = 'Forbidden resource';

/** Passes errors to the transport, which replies to them. Nest's own handler would log and replace them. */
@Catch()
export class BusErrorFilter implements ExceptionFilter {
  catch(error: unknown): never {
    if (error instanceof RpcException && error.getError() === FORBIDDEN_MESSAGE)
      throw new DomainError('PERMISSION_DENIED');
    throw error;
  }
}
