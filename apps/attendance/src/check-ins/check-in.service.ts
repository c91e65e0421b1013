import {
  callerOf,
  type CheckIn,
  type CheckInPlace,
  type CheckInQuery,
  type CheckInQueued,
  type CheckInRule,
  DomainError,
  pageOfRows,
  Instant,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { readPhotographs } from '../faces/photograph-intake.js';
import type { VerificationInput } from '../faces/verification-procedure.service.js';
import { LivenessPolicy } from '../liveness/liveness-policy.service.js';
import { activePerson } from '../people/active-person.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { PersonStore } from '../people/person.store.js';
import { requesterOf } from '../requester.js';
import { SiteStore } from '../sites/site.store.js';
import { publicTaskId } from '../tasks/task-id.js';
import { TaskIntake } from '../tasks/task-intake.service.js';
import { CheckInStore, type ListedCheckIn } from './check-in.store.js';
import { accuracyOf, judgePlace } from './place-rules.js';

const refusals = {
  mock_location: 'MOCK_LOCATION',
  clock_difference: 'CLOCK_DIFFERENCE',
  impossible_travel: 'IMPOSSIBLE_TRAVEL',
  outside: 'OUTSIDE_SITES',
} as const satisfies Partial<Record<CheckInRule, string>>;

/** Takes check-ins with a telephone: judges the place at once and has the face verified as a task. */
@Injectable()
export class CheckInService {
  constructor(
    private readonly database: Database,
    private readonly checkIns: CheckInStore,
    private readonly sites: SiteStore,
    private readonly directory: PersonDirectory,
    private readonly people: PersonStore,
    private readonly tasks: TaskIntake,
    private readonly liveness: LivenessPolicy,
    private readonly acts: ActLog,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list({ employee_id, outcome, ...page }: CheckInQuery): Promise<Page<ListedCheckIn>> {
    const rows = await this.checkIns.list(employee_id, outcome, page.page_size, offsetOf(page));
    return pageOfRows(rows, page);
  }

  /**
   * @throws DomainError LIVENESS_REQUIRED, VALIDATION_FAILED, USER_NOT_FOUND, USER_INACTIVE, QUEUE_FULL, MOCK_LOCATION, CLOCK_DIFFERENCE,
   * IMPOSSIBLE_TRAVEL, OUTSIDE_SITES
   */
  async checkIn(request: CheckIn, asker: Asker): Promise<CheckInQueued> {
    const { liveness_challenge_id = null, image } = request;
    this.liveness.assertAtCamera(null, liveness_challenge_id);
    const photographs = await readPhotographs([{ image, path: ['image'] }]);
    const { accountId } = await activePerson(this.directory, callerOf(asker).username);
    const { place, queued } = await this.database.transaction(async (tx) => {
      /* Two check-ins of one person take turns, or neither would be the other's last. */
      await this.people.lockAlone(tx, accountId);
      const judged = await this.judge(tx, accountId, request);
      if (judged.outcome === 'refused') {
        await this.keep(tx, accountId, request, judged, null);
        const details = { rule: judged.rule, site: judged.site };
        await this.acts.note(tx, 'check-in-refused', asker, { personId: accountId, success: false, details });
        return { place: judged };
      }
      const input: VerificationInput = {
        ...{ camera_id: null, location: judged.site, account_id: accountId, liveness_challenge_id },
        ...{ faces: null, method: 'mobile' },
      };
      const task = { kind: 'verify', requester: requesterOf(asker), input, photographs } as const;
      const accepted = await this.tasks.accept(task);
      await this.keep(tx, accountId, request, judged, accepted.id);
      return { place: judged, queued: accepted };
    });
    if (!queued) throw new DomainError(refusals[place.rule as keyof typeof refusals]);
    const task_id = publicTaskId('verify', queued.id);
    return { task_id, status: 'queued', estimated_time: queued.estimatedSeconds, place };
  }

  private async judge(
    tx: EntityManager,
    personId: number,
    { location: position, timestamp }: CheckIn,
  ): Promise<CheckInPlace> {
    const [{ sites, anyExists }, last] = [
      await this.sites.ofPerson(personId),
      await this.checkIns.lastOf(tx, personId),
    ];
    const { isGood, ...judged } = judgePlace({
      position,
      sites,
      anySiteExists: anyExists,
      clockDifferenceS: (timestamp.ms - Instant.now().ms) / 1000,
      last: last && { point: last, accuracyM: last.accuracyM, secondsAgo: last.secondsAgo },
      maxAccuracyM: this.settings.ATTENDANCE_CHECK_IN_MAX_ACCURACY_M,
      maxClockDifferenceS: this.settings.ATTENDANCE_CHECK_IN_CLOCK_SECONDS,
      maxSpeedKmh: this.settings.ATTENDANCE_CHECK_IN_MAX_KMH,
    });
    const { ATTENDANCE_CHECK_IN_RULES: wrong } = this.settings;
    const refuses = wrong === 'by-profile' ? this.platform.SECURITY_PROFILE === 'strict' : wrong === 'refuse';
    return { ...judged, outcome: isGood ? 'accepted' : refuses ? 'refused' : 'flagged' };
  }

  private keep(
    tx: EntityManager,
    personId: number,
    { location }: CheckIn,
    { clock_difference_s: clockDifferenceS, distance_m: distanceM, ...place }: CheckInPlace,
    taskId: string | null,
  ): Promise<void> {
    const { latitude, longitude } = location;
    const position = { latitude, longitude, accuracyM: accuracyOf(location) ?? null };
    return this.checkIns.insert(tx, {
      id: randomUUID(),
      personId,
      ...position,
      ...place,
      clockDifferenceS,
      distanceM,
      taskId,
    });
  }
}
