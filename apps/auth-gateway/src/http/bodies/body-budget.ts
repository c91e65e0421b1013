import { addressPrefix, DomainError } from '@argus/contracts';

export interface BudgetOptions {
  readonly totalBytes: number;
  /** Largest share of one address. */
  readonly addressBytes: number;
  /** Largest share of all callers without a token together; one address gets half of it. */
  readonly anonymousBytes: number;
}

/** A body that is received or held. */
export interface HeldBody {
  readonly bytes: number;
  readonly address: string;
  readonly isAnonymous: boolean;
}

export type Scope = 'process' | 'anonymous' | 'address';

const RETRY_SECONDS = 2;

/** Bounds the bytes of bodies that a process receives or holds: together, by address and for strangers. */
export class BodyBudget {
  private total = 0;
  private anonymous = 0;
  private readonly byAddress = new Map<string, number>();

  constructor(
    private readonly options: BudgetOptions,
    private readonly refused: (scope: Scope) => void = () => undefined,
  ) {}

  get heldBytes(): number {
    return this.total;
  }

  /** Admits a body before it is read. Returns the function that ends it. Throws UNAVAILABLE if there is no room. */
  admit({ bytes, address, isAnonymous }: HeldBody): () => void {
    const key = `${isAnonymous ? 'anonymous ' : ''}${addressPrefix(address)}`;
    const own = this.byAddress.get(key) ?? 0;
    const scope = this.exceeded(bytes, own, isAnonymous);
    if (scope !== undefined) {
      this.refused(scope);
      throw new DomainError('UNAVAILABLE', { retryAfterSeconds: RETRY_SECONDS });
    }
    this.add(key, bytes, isAnonymous);
    let held = true;
    return () => {
      if (held) this.add(key, -bytes, isAnonymous);
      held = false;
    };
  }

  private exceeded(bytes: number, own: number, isAnonymous: boolean): Scope | undefined {
    const { totalBytes, addressBytes, anonymousBytes } = this.options;
    if (this.total + bytes > totalBytes) return 'process';
    if (isAnonymous && this.anonymous + bytes > anonymousBytes) return 'anonymous';
    const share = isAnonymous ? Math.min(addressBytes, anonymousBytes / 2) : addressBytes;
    return own + bytes > share ? 'address' : undefined;
  }

  private add(key: string, bytes: number, isAnonymous: boolean): void {
    this.total += bytes;
    if (isAnonymous) this.anonymous += bytes;
    const own = (this.byAddress.get(key) ?? 0) + bytes;
    if (own > 0) this.byAddress.set(key, own);
    else this.byAddress.delete(key);
  }
}
