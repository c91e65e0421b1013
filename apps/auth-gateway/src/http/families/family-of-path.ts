import type { Contract, Family } from '@argus/contracts';

/**
 * Guesses the API family of an unknown path by the longest prefix that known paths share. `/api/calibration/nope` is
 * calibration's. `/api/nope` has no family, as several share its prefix. Without any shared prefix it is the family of the root.
 */
export class FamilyOfPath {
  private readonly byPrefix = new Map<string, Set<Family>>();

  constructor(
    contracts: readonly Contract[],
    private readonly ofRoot: Family | undefined,
  ) {
    for (const { family, operations } of contracts) {
      for (const { http } of Object.values(operations)) if (http) this.note(http.path, family);
    }
  }

  find(path: string): Family | undefined {
    let found = this.ofRoot;
    for (const prefix of prefixesOf(path)) {
      const families = this.byPrefix.get(prefix);
      if (families === undefined) break;
      const [only] = families;
      found = families.size === 1 ? only : undefined;
    }
    return found;
  }

  private note(path: string, family: Family): void {
    for (const prefix of prefixesOf(path)) {
      if (prefix.includes('{')) return;
      const known = this.byPrefix.get(prefix);
      if (known) known.add(family);
      else this.byPrefix.set(prefix, new Set([family]));
    }
  }
}

/** Returns the prefixes `/api`, `/api/data`, … of a path, without query and final slash. */
function prefixesOf(path: string): string[] {
  const segments = path.split('?', 1)[0]!.split('/').filter(Boolean).slice(0, 6);
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
}
