import {
  type CallContext,
  instant,
  type Page,
  type PageQuery,
  type SiteBody,
  siteContract,
  type SitePath,
  type SiteView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { SiteService } from './site.service.js';
import type { ListedSite } from './site.store.js';

@Controller()
@Handles(siteContract)
export class SiteController {
  constructor(private readonly sites: SiteService) {}

  async list({ query }: { query: PageQuery }): Promise<Page<SiteView>> {
    const { count, results } = await this.sites.list(query);
    return { count, results: results.map(siteView) };
  }

  async create({ body }: { body: SiteBody }, context: CallContext): Promise<SiteView> {
    return siteView(await this.sites.create(body, context));
  }

  async get({ params }: { params: SitePath }): Promise<SiteView> {
    return siteView(await this.sites.get(params.id));
  }

  async replace(
    { params, body }: { params: SitePath; body: SiteBody },
    context: CallContext,
  ): Promise<SiteView> {
    return siteView(await this.sites.replace(params.id, body, context));
  }

  remove({ params }: { params: SitePath }, context: CallContext): Promise<void> {
    return this.sites.remove(params.id, context);
  }
}

const siteView = (row: ListedSite): SiteView => ({
  id: row.id,
  name: row.name,
  everyone: row.everyone,
  circle: row.circle,
  polygon: row.polygon,
  employee_ids: row.employeeIds,
  people: row.people,
  created_at: instant(row.createdAt),
});
