import {
  DomainError,
  pageOfRows,
  invalid,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
  type SiteBody,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { faultOf, openRing } from './geo-fence.js';
import { type ListedSite, SiteStore } from './site.store.js';

const MAX_SITES = 1000;

/** Keeps the sites where people may check in. */
@Injectable()
export class SiteService {
  constructor(
    private readonly database: Database,
    private readonly sites: SiteStore,
    private readonly people: PersonDirectory,
    private readonly acts: ActLog,
  ) {}

  /** By name. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<ListedSite>> {
    const rows = await this.sites.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError SITE_NOT_FOUND */
  async get(id: string): Promise<ListedSite> {
    const site = isUuid(id) ? await this.sites.find(id) : undefined;
    if (!site) throw new DomainError('SITE_NOT_FOUND');
    return site;
  }

  /** @throws DomainError VALIDATION_FAILED, TOO_MANY_SITES */
  async create(body: SiteBody, asker: Asker): Promise<ListedSite> {
    const [site, people] = [siteOf(randomUUID(), body), await this.peopleOf(body)];
    return this.database.transaction(async (tx) => {
      if ((await this.sites.count(tx)) >= MAX_SITES) throw new DomainError('TOO_MANY_SITES');
      await this.sites.insert(tx, site);
      await this.sites.setPeople(tx, site.id, people);
      await this.acts.note(tx, 'site-created', asker, { details: { site: site.id, name: site.name } });
      return this.get(site.id);
    });
  }

  /** @throws DomainError VALIDATION_FAILED, SITE_NOT_FOUND */
  async replace(id: string, body: SiteBody, asker: Asker): Promise<ListedSite> {
    const people = await this.peopleOf(body);
    return this.database.transaction(async (tx) => {
      if (!isUuid(id) || !(await this.sites.change(tx, siteOf(id, body))))
        throw new DomainError('SITE_NOT_FOUND');
      await this.sites.setPeople(tx, id, people);
      await this.acts.note(tx, 'site-changed', asker, { details: { site: id, name: body.name } });
      return this.get(id);
    });
  }

  /** @throws DomainError SITE_NOT_FOUND */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name } = await this.get(id);
      await this.sites.remove(tx, id);
      await this.acts.note(tx, 'site-removed', asker, { details: { site: id, name } });
    });
  }

  /** @throws DomainError VALIDATION_FAILED naming each that is nobody */
  private async peopleOf({ employee_ids }: SiteBody): Promise<number[]> {
    const found = new Set<number>();
    const unknown: string[] = [];
    for (const employeeId of new Set(employee_ids)) {
      const person = await this.people.findByEmployeeId(employeeId);
      if (person) found.add(person.accountId);
      else unknown.push(employeeId);
    }
    if (unknown.length > 0)
      throw invalid('employee_ids', 'invalid', {
        text: `Nobody has these: ${unknown.slice(0, 10).join(', ')}.`,
      });
    return [...found];
  }
}

function siteOf(id: string, { name, everyone, circle = undefined, polygon = undefined }: SiteBody) {
  const area = { circle: circle ?? null, polygon: polygon ? openRing(polygon) : null };
  const fault = faultOf(area);
  if (fault !== undefined) throw invalid(circle ? 'circle' : 'polygon', 'invalid', { text: fault });
  return { id, name, everyone, ...area };
}
