import { expect, it } from '@jest/globals';
import { SnakeNaming } from './snake-naming.js';

const naming = new SnakeNaming();

it('SnakeNaming names columns in snake case after camel-case properties', () => {
  expect(naming.columnName('raisedAt', undefined, [])).toBe('raised_at');
  expect(naming.columnName('id', undefined, [])).toBe('id');
});

it('SnakeNaming keeps a column name that the entity gives', () => {
  expect(naming.columnName('min', 'temperature_min', [])).toBe('temperature_min');
});

it('SnakeNaming puts the prefixes of an embedded object before the column name', () => {
  expect(naming.columnName('lastAt', undefined, ['meanSpeed'])).toBe('mean_speed_last_at');
});

it('SnakeNaming names a join column after the relation and the column it refers to', () => {
  expect(naming.joinColumnName('stopReason', 'id')).toBe('stop_reason_id');
});
