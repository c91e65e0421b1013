import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { assertBindable } from './binding-rules.js';
import type { BindingKey } from './bindings.js';
import { handled } from './handles.js';

/** A method that a decorator bound, on the instance that Nest made. */
export interface BoundMethod<B> {
  readonly binding: B;
  readonly call: (...args: unknown[]) => Promise<unknown>;
}

/** Finds the methods and classes that decorators bound among the service's providers and controllers. */
@Injectable()
export class BindingDiscovery {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  methods<B>(key: BindingKey<B>): BoundMethod<B>[] {
    return this.instances().flatMap((instance) => {
      const methods = instance as Record<string, BoundMethod<B>['call']>;
      return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) =>
        key.of(methods[name]!).map((binding) => ({
          binding,
          call: async (...args: unknown[]) => methods[name]!(...args),
        })),
      );
    });
  }

  classes<B, T>(key: BindingKey<B>): { readonly binding: B; readonly instance: T }[] {
    return this.instances().flatMap((instance) =>
      key.of(instance.constructor).map((binding) => ({ binding, instance: instance as T })),
    );
  }

  /** Throws for bindings that would not work: Nest itself passes over them in silence. */
  assertBindable(): void {
    for (const { metatype } of this.discovery.getProviders())
      if (metatype && handled.of(metatype).length > 0)
        throw new Error(
          `${metatype.name} has @Handles: list it in its module's controllers, not its providers`,
        );
    for (const wrapper of this.wrappers()) {
      const { instance } = wrapper as { instance?: unknown };
      if (isInstance(instance)) assertBindable(instance, wrapper);
    }
  }

  /** Returns each instance once, even if several modules or tokens provide it. */
  private instances(): object[] {
    const made = this.wrappers().map(({ instance }: { instance?: unknown }) => instance);
    return [...new Set(made.filter(isInstance))];
  }

  private wrappers(): ReturnType<DiscoveryService['getProviders']> {
    return [...this.discovery.getControllers(), ...this.discovery.getProviders()];
  }
}

const isInstance = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== null;
