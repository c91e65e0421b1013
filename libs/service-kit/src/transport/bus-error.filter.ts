import { DomainError } from '@argus/contracts';
import { Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { TimeoutError } from 'rxjs';

/* The message of Nest's error when a guard refuses. */
const FORBIDDEN_MESSAGE = 'Forbidden resource';

/** Passes errors to the transport, which replies to them. Nest's own handler would log and replace them. */
@Catch()
export class BusErrorFilter implements ExceptionFilter {
  catch(error: unknown): never {
    if (error instanceof TimeoutError) throw new DomainError('DEADLINE_EXCEEDED');
    if (error instanceof RpcException && error.getError() === FORBIDDEN_MESSAGE)
      throw new DomainError('PERMISSION_DENIED');
    if (error instanceof RpcException || error instanceof HttpException)
      throw new Error(
        `${error.constructor.name} has no code of the contract: throw DomainError(code) instead of "${error.message}"`,
        { cause: error },
      );
    throw error;
  }
}
