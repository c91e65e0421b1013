import { authenticated, contract, errorReply, op } from '../contract/index.js';
import { boolean, choice, Field, integer, number, object, ofSite, text, timeZone } from '../fields/index.js';

export class ProfileQuery {
  @Field(timeZone(), ofSite) time_zone?: string;
}

export const rateCalendars = ['monday_to_friday', 'shifts', 'shifts_or_monday_to_friday'] as const;

export class RateBasis {
  @Field(choice(...rateCalendars), {
    description:
      'Which days count as working days. shifts: those on which the person had a shift that neither a holiday nor leave made free. monday_to_friday: ' +
      'no shifts are assigned, so holidays count as days too',
  })
  calendar!: (typeof rateCalendars)[number];
  @Field(text({ format: 'date' }), {
    description: 'First day: 30 days ago, or without shifts that of the first attendance if it is later',
    example: '2026-02-13',
  })
  date_from!: string;
  @Field(text({ format: 'date' }), { description: 'Last day: yesterday', example: '2026-03-14' })
  date_to!: string;
  @Field(integer(), { description: 'Working days in that time', example: 21 }) working_days!: number;
  @Field(integer(), { description: 'Working days with attendance', example: 20 }) attended_days!: number;
}

export class MobileProfile {
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { description: 'Name of the person', example: 'John Doe' })
  name!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) department!: string | null;
  @Field(boolean()) face_enrolled!: boolean;
  @Field(text(), {
    nullable: true,
    description: 'Time of the first attendance of today; null without one',
    example: '08:45',
  })
  today_attendance!: string | null;
  @Field(integer(), { description: 'Days with attendance since Monday, today included', example: 4 })
  this_week_days!: number;
  @Field(number(), {
    nullable: true,
    description:
      'Attended working days as a share of all since 30 days; null before the first working day that counts',
    example: 0.94,
  })
  attendance_rate!: number | null;
  @Field(object(RateBasis), { nullable: true, description: 'What the rate is a share of; null with it' })
  attendance_rate_basis!: RateBasis | null;
  @Field(text(), { description: 'Time zone of the days and the time', example: 'Europe/Berlin' })
  time_zone!: string;
}

/** What people see of themselves on a telephone. */
export const mobileContract = contract(
  'attendance.mobile',
  { family: 'attendance', tag: 'Mobile' },
  {
    profile: op({
      http: { method: 'GET', path: '/api/v1/mobile/profile/' },
      query: ProfileQuery,
      reply: MobileProfile,
      access: authenticated(),
      sessionOnly: 'always',
      errors: { USER_NOT_FOUND: errorReply(404, 'User not found') },
      summary: "The caller's own profile with their attendance",
    }),
  },
);
