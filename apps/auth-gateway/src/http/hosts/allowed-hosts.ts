import { isIP } from 'node:net';

export interface HostPolicy {
  /** Address that the gateway listens on. */
  readonly listening: string;
  readonly publicUrl: string | undefined;
  /** Further names; `*.x` stands for all below x, `*` for all. */
  readonly named: readonly string[];
}

const HOST = /^(\[[\da-f:.]+\]|[^:[\]]*)(?::\d{1,5})?$/i;
const WILDCARDS = new Set(['0.0.0.0', '::']);
/* Hosts that were allowed before are remembered as they were sent; ports make many of them. */
const MAX_REMEMBERED = 64;

/** Decides under which names the gateway answers, against DNS rebinding and links to foreign hosts. */
export class AllowedHosts {
  private readonly names: ReadonlySet<string>;
  private readonly domains: readonly string[];
  private readonly takesAddresses: boolean;
  private readonly remembered = new Set<string>();

  constructor({ listening, publicUrl, named }: HostPolicy) {
    const own = publicUrl === undefined ? [] : [nameOf(new URL(publicUrl).host) ?? ''];
    this.names = new Set(['localhost', listening.toLowerCase(), ...own, ...named.map(lower)]);
    this.domains = named.flatMap((name) => (name.startsWith('*.') ? [name.slice(1).toLowerCase()] : []));
    this.takesAddresses = WILDCARDS.has(listening);
  }

  /**
   * Returns whether the gateway answers for a Host header.
   * @param connectedTo the address of this machine that the client connected to.
   */
  allows(host: string, connectedTo: string | undefined): boolean {
    if (this.remembered.has(host)) return true;
    const name = nameOf(host);
    if (name === undefined) return false;
    if (this.names.has(name) || this.names.has('*') || this.domains.some((each) => name.endsWith(each))) {
      if (this.remembered.size < MAX_REMEMBERED) this.remembered.add(host);
      return true;
    }
    /* A page at an IP address cannot point that address elsewhere. */
    return isIP(name) !== 0 && (this.takesAddresses || name === connectedTo?.replace(/^::ffff:/, ''));
  }
}

const lower = (text: string): string => text.toLowerCase();

/** Returns the host without port, brackets and last dot, in lower case; undefined if it is not a host. */
function nameOf(host: string): string | undefined {
  const [, name] = HOST.exec(host) ?? [];
  return name === undefined ? undefined : lower(name.replace(/^\[|\]$|\.$/g, ''));
}
