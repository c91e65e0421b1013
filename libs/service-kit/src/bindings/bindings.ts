import 'reflect-metadata';

/** Metadata that a decorator writes on a method or a class; `BindingDiscovery` reads it. */
export class BindingKey<B> {
  /** @param decorator its name in code and messages, such as `@Every` */
  constructor(readonly decorator: string) {}

  add(target: object, binding: B): void {
    Reflect.defineMetadata(this.metadataKey, [...this.of(target), binding], target);
  }

  of(target: object): readonly B[] {
    return (Reflect.getOwnMetadata(this.metadataKey, target) ?? []) as B[];
  }

  private get metadataKey(): string {
    return `argus:${this.decorator}`;
  }
}

/** A decorator that compiles only on methods of type `M`. */
export type DecoratorOf<M> = <T extends M>(
  target: object,
  method: string,
  descriptor: TypedPropertyDescriptor<T>,
) => void;
