import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Site } from './site.entity.js';

export type ListedSite = Site & { readonly employeeIds: string[]; readonly people: number };

const LISTED = `site.id, site.name, site.everyone, site.circle, site.polygon, site.created_at AS "createdAt",
  ARRAY(SELECT employee_id FROM site_person JOIN person ON account_id = person_id WHERE site_id = site.id ORDER BY employee_id) AS "employeeIds",
  (SELECT count(*) FROM site_person WHERE site_id = site.id) AS people`;

@Injectable()
export class SiteStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by name, each row with the count of all. */
  list(limit: number, offset: number): Promise<(ListedSite & { count: number })[]> {
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM site) FROM site ORDER BY fold_text(site.name), site.id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedSite | undefined> {
    const [row] = await this.database.query<ListedSite>(`SELECT ${LISTED} FROM site WHERE site.id = $1`, [
      id,
    ]);
    return row;
  }

  /** Locks the making of sites until the commit, so that the limit holds. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.sites', 0))`);
    return tx.count(Site);
  }

  async insert(tx: EntityManager, site: Omit<Site, 'createdAt'>): Promise<void> {
    await tx.insert(Site, site);
  }

  /** Returns false if there is no such site. */
  async change(tx: EntityManager, { id, ...change }: Omit<Site, 'createdAt'>): Promise<boolean> {
    const { affected } = await tx.update(Site, id, change);
    return affected === 1;
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Site, id);
  }

  async setPeople(tx: EntityManager, siteId: string, personIds: readonly number[]): Promise<void> {
    await tx.query('DELETE FROM site_person WHERE site_id = $1', [siteId]);
    await tx.query('INSERT INTO site_person (site_id, person_id) SELECT $1, unnest($2::int[])', [
      siteId,
      personIds,
    ]);
  }

  /** Returns where a person may check in, and whether any site exists. */
  async ofPerson(personId: number): Promise<{ readonly sites: Site[]; readonly anyExists: boolean }> {
    const sites = await this.database.prepared<Site>(
      'sites-of-person',
      `SELECT id, name, everyone, circle, polygon, created_at AS "createdAt" FROM site
        WHERE everyone OR id IN (SELECT site_id FROM site_person WHERE person_id = $1)`,
      [personId],
    );
    if (sites.length > 0) return { sites, anyExists: true };
    const any = await this.database.prepared('any-site', 'SELECT 1 FROM site LIMIT 1');
    return { sites, anyExists: any.length > 0 };
  }
}
