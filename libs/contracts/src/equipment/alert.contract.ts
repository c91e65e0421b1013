import { contract, op, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import {
  choice,
  datetime,
  Field,
  foreignKey,
  freeText,
  integer,
  listOf,
  partialOf,
  text,
} from '../fields/index.js';
import type { Instant } from '../instant.js';

export class AlertView {
  @Field(integer()) id!: number;
  @Field(text(), { example: 'Noise from the gearbox' }) description!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was raised' }) timestamp!: string;
  @Field(foreignKey()) equipment!: number;
}

export class AlertBody {
  @Field(freeText(), { example: 'Noise from the gearbox' }) description!: string;
  @Field(foreignKey()) equipment!: number;
}
export const AlertPatch = partialOf(AlertBody);
export type AlertPatch = InstanceType<typeof AlertPatch>;

export class AlertQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only alerts of this equipment' })
  equipment?: number;
  @Field(datetime(), { optional: true, description: 'Raised at or after' }) from?: Instant;
  @Field(datetime(), { optional: true, description: 'Raised before' }) to?: Instant;
  @Field(choice('id', '-id', 'timestamp', '-timestamp'), { default: 'id' }) ordering!: string;
  @Field(integer({ min: 1, max: 10_000 }), {
    optional: true,
    description: 'Maximum number of rows; default: all',
    example: 100,
  })
  limit?: number;
}

export const alertContract = contract(
  'equipment.alert',
  { family: 'techtrack', tag: 'Alert' },
  {
    list: op({
      http: { method: 'GET', path: '/api/alerts/' },
      query: AlertQuery,
      reply: listOf(AlertView),
      access: viewing(),
      summary: 'List alerts',
    }),
    create: op({
      http: { method: 'POST', path: '/api/alerts/', status: 201 },
      undeclared: 'ignored',
      body: AlertBody,
      bodyReadBy: 'service',
      reply: AlertView,
      access: operating(),
      summary: 'Raise an alert by hand',
    }),
    get: op({
      http: { method: 'GET', path: '/api/alerts/{id}/' },
      params: RowParams,
      reply: AlertView,
      access: viewing(),
      summary: 'Read an alert',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/alerts/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: AlertBody,
      bodyReadBy: 'service',
      reply: AlertView,
      access: operating(),
      summary: 'Change an alert; its timestamp stays',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/alerts/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: AlertPatch,
      bodyReadBy: 'service',
      reply: AlertView,
      access: operating(),
      summary: 'Change some fields of an alert',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/alerts/{id}/', status: 204 },
      undeclared: 'ignored',
      params: RowParams,
      access: operating(),
      summary: 'Remove an alert',
    }),
  },
);
