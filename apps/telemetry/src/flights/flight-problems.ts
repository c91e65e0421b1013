import type { FlightDraft, Issue } from '@argus/contracts';

const issue = (path: Issue['path'], text: string): Issue => ({ path, code: 'invalid', params: { text } });

type Checked = Pick<FlightDraft, 'started_at' | 'ended_at' | 'crew' | 'phases'>;

/** Returns what contradicts itself in a flight: times, seats, and phases that overlap. */
export function flightProblems({ started_at, ended_at, crew, phases }: Checked): Issue[] {
  const issues: Issue[] = [];
  if (started_at && ended_at && ended_at.us <= started_at.us)
    issues.push(issue(['ended_at'], 'A flight ends after it started.'));
  for (const seat of ['left', 'right'] as const)
    if (crew.filter((member) => member.seat === seat).length > 1)
      issues.push(issue(['crew'], `Two people sit in the ${seat} seat.`));
  if (crew.filter(({ role }) => role === 'pilot_flying').length > 1)
    issues.push(issue(['crew'], 'Only one person is the pilot flying.'));
  for (const [place, { from, to }] of phases.entries()) {
    const before = phases[place - 1];
    if (to.us <= from.us) issues.push(issue(['phases', place, 'to'], 'A phase ends after it began.'));
    if (before && from.us < before.to.us)
      issues.push(
        issue(['phases', place, 'from'], 'A phase begins when the one before has ended, or later.'),
      );
  }
  return issues;
}
