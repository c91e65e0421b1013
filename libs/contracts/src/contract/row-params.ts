import { Field, rowId } from '../fields/index.js';

/** The row that a path names: `/api/alerts/{id}/`. */
export class RowParams {
  @Field(rowId()) id!: number;
}
