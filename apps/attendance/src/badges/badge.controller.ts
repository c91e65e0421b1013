import {
  badgeContract,
  type BadgePath,
  type BadgeQuery,
  type BadgeView,
  type BadgeWithCode,
  type CallContext,
  type IssueBadge,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { badgePictures } from './badge-code.js';
import { BadgeService } from './badge.service.js';
import { badgeView } from './badge.view.js';

@Controller()
@Handles(badgeContract)
export class BadgeController {
  constructor(private readonly badges: BadgeService) {}

  async list({ query }: { query: BadgeQuery }): Promise<Page<BadgeView>> {
    const { count, results } = await this.badges.list(query);
    return { count, results: results.map(badgeView) };
  }

  async issue({ body }: { body: IssueBadge }, context: CallContext): Promise<BadgeWithCode> {
    const { badge, code } = await this.badges.issue(body, context);
    return { ...badgeView(badge), code, ...(await badgePictures(code)) };
  }

  revoke({ params }: { params: BadgePath }, context: CallContext): Promise<void> {
    return this.badges.revoke(params.id, context);
  }
}
