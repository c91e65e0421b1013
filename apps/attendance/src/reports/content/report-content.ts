import type { RateBasis, ReportPeriod } from '@argus/contracts';

/** Which days count as working days. */
export type RateCalendar = RateBasis['calendar'];

/** Which people and days a report is about. It says all that the content depends on, but the rows. */
export interface ReportScope {
  readonly period: ReportPeriod;
  readonly first: string;
  readonly last: string;
  readonly timeZone: string;
  /** Days after this one have not come. */
  readonly today: string;
  readonly department: string | null;
  /** Sorted; null for everybody. */
  readonly employeeIds: readonly string[] | null;
  /** Account id of the only person that the caller may see; null for callers who see everybody. */
  readonly own: number | null;
}

/** A person as a report lists them. */
export interface ReportedPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly department: string;
  readonly workingDays: number;
  readonly attendedDays: number;
  /** Days from Monday to Friday with attendance. */
  readonly presentDays: number;
  /** 0 to 1; null without a working day that counts. */
  readonly rate: number | null;
  /** Mean time of the first attendance of a day, HH:MM; null without any. */
  readonly arrival: string | null;
}

export interface ReportedDepartment {
  readonly name: string;
  readonly people: number;
  readonly rate: number | null;
  /** People present on a working day, on average. */
  readonly averagePresent: number | null;
}

export interface ReportedDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Different people present. */
  readonly present: number;
  readonly isWorkingDay: boolean;
}

export interface ReportContent {
  readonly scope: Omit<ReportScope, 'today'>;
  readonly calendar: RateCalendar;
  readonly workingDays: number;
  readonly totalPeople: number;
  readonly neverAttended: number;
  readonly rate: number | null;
  readonly averagePresent: number | null;
  /** In alphabetical order. */
  readonly departments: readonly ReportedDepartment[];
  /** The days of the range that have come. */
  readonly days: readonly ReportedDay[];
  /** By department, then by employee id. */
  readonly people: readonly ReportedPerson[];
}

/** A report with the name that it is known by. */
export interface NamedReport {
  readonly reportId: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly content: ReportContent;
}
