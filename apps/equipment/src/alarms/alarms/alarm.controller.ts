import {
  alarmContract,
  type AlarmEventView,
  type AlarmQuery,
  type AlarmReport,
  type AlarmView,
  type CallContext,
  type FollowAlarmsQuery,
  type FollowedAlarms,
  type Comment,
  type OptionalComment,
  type Page,
  type PageQuery,
  type PrepareAlarm,
  type Reason,
  type ReportQuery,
  type RowParams,
  type Shelve,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AlarmFeed } from './alarm-feed.service.js';
import { AlarmService } from './alarm.service.js';

interface AlarmInput<B> {
  params: RowParams;
  body: B;
}

@Controller()
@Handles(alarmContract)
export class AlarmController {
  constructor(
    private readonly alarms: AlarmService,
    private readonly feed: AlarmFeed,
  ) {}

  list({ query }: { query: AlarmQuery }): Promise<Page<AlarmView>> {
    return this.alarms.list(query);
  }

  follow({ query }: { query: FollowAlarmsQuery }, context: CallContext): Promise<FollowedAlarms> {
    return this.feed.follow(query, context);
  }

  prepare({ body }: { body: PrepareAlarm }, context: CallContext): Promise<AlarmView> {
    return this.alarms.prepare(body, context);
  }

  report({ query }: { query: ReportQuery }): Promise<AlarmReport> {
    return this.alarms.report(query);
  }

  get({ params }: { params: RowParams }): Promise<AlarmView> {
    return this.alarms.get(params.id);
  }

  history({ params, query }: { params: RowParams; query: PageQuery }): Promise<Page<AlarmEventView>> {
    return this.alarms.history(params.id, query);
  }

  acknowledge({ params, body }: AlarmInput<OptionalComment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'acknowledge', comment: body.comment }, context);
  }

  comment({ params, body }: AlarmInput<Comment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'comment', comment: body.comment }, context);
  }

  reset({ params, body }: AlarmInput<OptionalComment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'reset', comment: body.comment }, context);
  }

  shelve({ params, body }: AlarmInput<Shelve>, context: CallContext): Promise<AlarmView> {
    return this.alarms.shelve(params.id, body, context);
  }

  unshelve({ params, body }: AlarmInput<OptionalComment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'unshelve', comment: body.comment }, context);
  }

  suppress({ params, body }: AlarmInput<Reason>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'suppress', reason: body.reason }, context);
  }

  unsuppress({ params, body }: AlarmInput<OptionalComment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'unsuppress', comment: body.comment }, context);
  }

  removeFromService({ params, body }: AlarmInput<Reason>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'remove_from_service', reason: body.reason }, context);
  }

  returnToService({ params, body }: AlarmInput<OptionalComment>, context: CallContext): Promise<AlarmView> {
    return this.alarms.act(params.id, { action: 'return_to_service', comment: body.comment }, context);
  }
}
