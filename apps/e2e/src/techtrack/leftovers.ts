import { HttpClient, sharedPlatform } from '@argus/testing';
import { adminToken } from './admin-token.js';

/** What a suite made in TechTrack. It is removed after the suite, since the platform may be somebody's. */
export class Leftovers {
  private readonly paths: string[] = [];

  /** Notes a row by the collection that it was posted to. */
  note(collection: string, { id }: { readonly id?: number }): void {
    /* A refused creation made no row. */
    if (id !== undefined) this.paths.push(`${collection}${id}/`);
  }

  /** Removes what was noted, newest first, as later rows refer to earlier ones. */
  async remove(): Promise<void> {
    if (this.paths.length === 0) return;
    const client = new HttpClient(sharedPlatform().url);
    const token = await adminToken();
    const kept: string[] = [];
    for (const path of this.paths.splice(0).reverse()) {
      const { status } = await client.delete(path, { token });
      if (![204, 404].includes(status)) kept.push(`${path} (${status})`);
    }
    if (kept.length > 0) throw new Error(`Not removed from the platform: ${kept.join(', ')}`);
  }
}
