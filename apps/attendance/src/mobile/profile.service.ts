import { dateIn, plusDays, weekdayOf } from '@argus/calendar';
import {
  accountContract,
  type CallContext,
  callerOf,
  DomainError,
  Instant,
  type MobileProfile,
  type ProfileQuery,
  weekdays,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { clockOffsets, daysBetween } from '../logs/days.js';
import { ShiftRates } from '../working-time/rates/shift-rates.service.js';
import { rateBasis, shiftBasis } from './attendance-rate.js';
import { OwnDaysStore } from './own-days.store.js';

const RATE_DAYS = 30;

/** Tells people of their own attendance. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly rpc: RpcClient,
    private readonly days: OwnDaysStore,
    private readonly shiftRates: ShiftRates,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /** @throws DomainError USER_NOT_FOUND */
  async profile(
    { time_zone = this.settings.SITE_TIME_ZONE }: ProfileQuery,
    context: CallContext,
  ): Promise<MobileProfile> {
    const { accountId } = callerOf(context);
    const today = dateIn(time_zone, Instant.now());
    const range = daysBetween(time_zone, plusDays(today, -RATE_DAYS), today);
    const [account, since, attended] = await Promise.all([
      this.accountOf(accountId),
      this.days.since(accountId),
      this.days.days(accountId, range, clockOffsets(time_zone, range)),
    ]);
    const monday = plusDays(today, -weekdays.indexOf(weekdayOf(today)));
    const first = [since ? dateIn(time_zone, since.exact) : today, plusDays(today, -RATE_DAYS)]
      .sort()
      .at(-1)!;
    const [monthAgo, yesterday] = [plusDays(today, -RATE_DAYS), plusDays(today, -1)];
    const byShifts = (await this.shiftRates.of([accountId], monthAgo, yesterday)).get(accountId);
    const basis = byShifts
      ? shiftBasis(byShifts, monthAgo, yesterday)
      : rateBasis(
          attended.map(({ day }) => day),
          first,
          yesterday,
        );
    return {
      employee_id: account.username,
      name: `${account.first_name} ${account.last_name}`.trim(),
      department: account.department,
      face_enrolled: account.face_enrolled ?? false,
      today_attendance: attended.find(({ day }) => day === today)?.first ?? null,
      this_week_days: attended.filter(({ day }) => day >= monday).length,
      attendance_rate: basis ? Math.round((basis.attended_days / basis.working_days) * 100) / 100 : null,
      attendance_rate_basis: basis ?? null,
      time_zone,
    };
  }

  private async accountOf(id: number) {
    try {
      return await this.rpc.call(accountContract.operations.find, { body: { family: 'attendance', id } });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ACCOUNT_NOT_FOUND')
        throw new DomainError('USER_NOT_FOUND');
      throw error;
    }
  }
}
