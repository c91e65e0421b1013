import type { AttendanceReport } from '@argus/contracts';
import type { NamedReport } from './report-content.js';

/** Returns a report in the form of the attendance document. */
export function reportJson({ reportId, generatedAt, content }: NamedReport): AttendanceReport {
  const { scope, departments, rate, totalPeople, neverAttended, workingDays, calendar } = content;
  return {
    report_id: reportId,
    generated_at: generatedAt,
    period: scope.period,
    date_range: `${scope.first} to ${scope.last}`,
    total_employees: totalPeople,
    attendance_rate: rate,
    department_stats: Object.fromEntries(
      departments.map((each) => [
        each.name,
        {
          total_employees: each.people,
          attendance_rate: each.rate,
          avg_daily_attendance: each.averagePresent,
        },
      ]),
    ),
    never_attended: neverAttended,
    working_days: workingDays,
    calendar,
    time_zone: scope.timeZone,
  };
}
