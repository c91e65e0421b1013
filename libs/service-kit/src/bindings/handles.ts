import { BindingKey } from './bindings.js';
import type { AnyOperation, Contract, Handlers } from '@argus/contracts';
import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { MessagePattern } from '@nestjs/microservices';

/** The handlers that a controller of several contracts must have. */
type AllHandlers<C extends readonly Contract[]> = C extends readonly [
  infer First extends Contract,
  ...infer Rest extends readonly Contract[],
]
  ? Handlers<First> & AllHandlers<Rest>
  : unknown;

export const handled = new BindingKey<Contract>('@Handles');

/** Metadata of each handler, by which the transport knows the operation of a subject. */
export interface HandlerExtras {
  readonly operations: readonly AnyOperation[];
  /** Where it stands, as `AccountController.read`. */
  readonly place: string;
}

/**
 * Binds a controller to every operation of its contracts: the method of the operation's name answers it. A missing or
 * ill-typed method does not compile.
 */
export const Handles =
  <const C extends readonly Contract[]>(...contracts: C) =>
  (controller: Type<AllHandlers<C>>): void => {
    if (handled.of(controller).length > 0)
      throw new Error(`${controller.name} has @Handles twice: list all its contracts in one`);
    for (const one of contracts) handled.add(controller, one);
    for (const [method, operations] of operationsByMethod(contracts))
      bindMethod(controller.prototype as object, method, operations);
  };

/* Contracts may share method names and Nest keeps one list of patterns per method, so all patterns are set at once. */
function operationsByMethod(contracts: readonly Contract[]): Map<string, AnyOperation[]> {
  const byMethod = new Map<string, AnyOperation[]>();
  for (const { operations } of contracts)
    for (const [method, operation] of Object.entries(operations))
      byMethod.set(method, [...(byMethod.get(method) ?? []), operation]);
  return byMethod;
}

function bindMethod(prototype: object, method: string, operations: readonly AnyOperation[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
  if (!descriptor) throw new Error(`${prototype.constructor.name} has no method ${method} of its own`);
  const extras: HandlerExtras = { operations, place: `${prototype.constructor.name}.${method}` };
  MessagePattern(
    operations.map(({ subject }) => subject),
    extras,
  )(prototype, method, descriptor);
  takeArgumentsAsTheyCome(prototype.constructor, method);
}

/**
 * A handler without parameter decorators gets input and context directly, which skips Nest's slow parameter resolution. One with
 * `@Payload(pipe)` and `@Ctx()` is served by Nest, pipes included.
 */
function takeArgumentsAsTheyCome(controller: object, method: string): void {
  if (!Reflect.hasMetadata(ROUTE_ARGS_METADATA, controller, method))
    Reflect.defineMetadata(ROUTE_ARGS_METADATA, {}, controller, method);
}
