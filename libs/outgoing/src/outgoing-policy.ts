import { type Network, verdictOn } from './address-verdict.js';
import { isAddress } from './destination.js';
import { findAddresses, type FoundAddress } from './find-addresses.js';
import { OutgoingRefused } from './outgoing-refused.js';

export type Lookup = (name: string) => Promise<readonly FoundAddress[]>;

/**
 * Decides which addresses may be called. Names are resolved here and nowhere else, and the connection goes to the address that was judged:
 * a name that answers differently a second time gains nothing.
 */
export class OutgoingPolicy {
  constructor(
    /** Private ranges that may be called. */
    private readonly listed: readonly Network[] = [],
    private readonly options: {
      /** Whether listed ranges of this machine itself may be called, too: on a developer's machine. */
      readonly loopback?: boolean;
      /** For tests: how names are found, and another judge of addresses. No setting leads here. */
      readonly lookup?: Lookup;
      readonly verdict?: typeof verdictOn;
    } = {},
  ) {}

  /**
   * Returns the addresses of a name, or the given address itself, if every one of them may be called: of a name that stands for a good and
   * a bad one, the client would choose.
   * @throws OutgoingRefused not_found, forbidden_address, private_address
   */
  async resolve(host: string): Promise<readonly FoundAddress[]> {
    const known = isLocalhost(host) ? '127.0.0.1' : isAddress(host) ? host : undefined;
    const addresses = known
      ? [{ address: known, family: known.includes(':') ? 6 : 4 }]
      : await this.find(host);
    if (addresses.length === 0) throw new OutgoingRefused('not_found');
    for (const { address } of addresses) this.judge(address);
    return addresses;
  }

  /** Judges a host that is an address, or the name of this machine. @throws OutgoingRefused */
  judgeHost(host: string): void {
    if (isAddress(host)) this.judge(host);
    else if (isLocalhost(host)) this.judge('127.0.0.1');
  }

  private judge(address: string): void {
    const verdict = (this.options.verdict ?? verdictOn)(address, this.listed, this.options.loopback);
    if (verdict !== 'allowed')
      throw new OutgoingRefused(verdict === 'private' ? 'private_address' : 'forbidden_address');
  }

  private async find(name: string): Promise<readonly FoundAddress[]> {
    try {
      return await (this.options.lookup ? this.options.lookup(name) : findAddresses(name));
    } catch {
      throw new OutgoingRefused('not_found');
    }
  }
}

/** Such names are this machine, whatever a name server says (RFC 6761). */
const isLocalhost = (host: string): boolean => /^(.+\.)?localhost\.?$/.test(host);
