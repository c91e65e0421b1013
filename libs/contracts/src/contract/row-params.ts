import { Field, rowId } from '../fields/index.js';

/** Parameters of a path with one row id: `/api/alerts/{id}/`. */
export class RowParams {
  @Field(rowId()) id!: number;
}
