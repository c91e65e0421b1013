import { contract, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import { boolean, Field, integer, listOf, partialOf, text } from '../fields/index.js';
import { RuleDefinition } from './rule-definition.js';

export class RuleView extends RuleDefinition {
  @Field(integer()) id!: number;
  @Field(integer(), { description: 'Increases with every change' }) version!: number;
  @Field(boolean(), { description: 'Whether it came with the platform' }) shipped!: boolean;
  @Field(boolean(), { description: 'Whether its `equipment` was removed; the rule then watches nothing' })
  equipment_removed!: boolean;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'Breaches that were over before it are not recorded; null: all are',
  })
  effective_from!: string | null;
  @Field(text({ format: 'date-time' })) changed_at!: string;
  @Field(text(), { nullable: true, description: 'Who made this version' }) changed_by!: string | null;
}

export const RulePatch = partialOf(RuleDefinition);
export type RulePatch = InstanceType<typeof RulePatch>;

const description =
  'A change makes a new version; an identical definition changes nothing. A new name or `latching` changes no alarm, a new ' +
  'severity only the severity of alarms. Other changes are told over the stored readings, within a second or so: alarms that ' +
  'still are so stay as they are, acknowledged or not; others return. The history of open alarms says who changed what.';

/** Rules that watch readings. A breach raises an alarm and writes an alert. */
export const ruleContract = contract(
  'equipment.rule',
  { family: 'techtrack', tag: 'Alarm rule' },
  {
    list: op({
      http: { method: 'GET', path: '/api/rules/' },
      reply: listOf(RuleView),
      access: viewing(),
      summary: 'List alarm rules, including those shipped with the platform',
    }),
    create: op({
      http: { method: 'POST', path: '/api/rules/', status: 201 },
      body: RuleDefinition,
      reply: RuleView,
      access: engineering(),
      errors: {
        TOO_MANY_RULES: {
          status: 409,
          key: 'detail',
          text: 'The maximum number of rules is reached; remove some.',
        },
      },
      summary: 'Add an alarm rule',
      description:
        'It knows readings measured before it was made, at least those of the last hour and of its own delays and windows: what ' +
        'holds already, such as the silence of a machine, raises an alarm. What was over by now does not; a back-test finds that.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/rules/{id}/' },
      params: RowParams,
      reply: RuleView,
      access: viewing(),
      summary: 'Read an alarm rule',
    }),
    versions: op({
      http: { method: 'GET', path: '/api/rules/{id}/versions/' },
      params: RowParams,
      reply: listOf(RuleView),
      access: viewing(),
      summary: 'List versions of a rule, newest first; at most 100',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/rules/{id}/' },
      params: RowParams,
      body: RuleDefinition,
      reply: RuleView,
      access: engineering(),
      summary: 'Change an alarm rule',
      description,
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/rules/{id}/' },
      params: RowParams,
      body: RulePatch,
      reply: RuleView,
      access: engineering(),
      summary: 'Change some fields of an alarm rule',
      description,
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/rules/{id}/', status: 204 },
      params: RowParams,
      access: engineering(),
      summary: 'Remove an alarm rule; its alarms return and stay in the log',
    }),
  },
);
