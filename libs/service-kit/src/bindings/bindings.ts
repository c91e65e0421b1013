import 'reflect-metadata';

/** Metadata that a decorator writes on a method or a class; `BindingDiscovery` reads it. */
export class BindingKey<B> {
  constructor(private readonly name: string) {}

  add(target: object, binding: B): void {
    Reflect.defineMetadata(this.name, [...this.of(target), binding], target);
  }

  of(target: object): readonly B[] {
    return (Reflect.getOwnMetadata(this.name, target) ?? []) as B[];
  }
}

/** A decorator that compiles only on methods of type `M`. */
export type DecoratorOf<M> = <T extends M>(
  target: object,
  method: string,
  descriptor: TypedPropertyDescriptor<T>,
) => void;
