import { errorReply, pageOf } from '../contract/index.js';
import { choice, Field, text } from '../fields/index.js';

/** Families that have accounts. Calibration has none and accepts the tokens of all families. */
export const accountFamilies = ['eyetracker', 'techtrack', 'attendance', 'proctorx'] as const;
export type AccountFamily = (typeof accountFamilies)[number];

export class LinkedAccountView {
  @Field(choice(...accountFamilies)) family!: string;
  @Field(text()) username!: string;
}

export const LinkedAccountPage = pageOf(LinkedAccountView);

export const linkErrors = {
  ALREADY_LINKED: errorReply(
    409,
    'Unlink first: one of the two is linked to another account of that family.',
  ),
  SAME_FAMILY: errorReply(400, 'Accounts of one family cannot be linked.'),
};
export const notLinked = { NOT_LINKED: errorReply(404, 'Not found.', 'detail') };
