import { describe, expect, it } from '@jest/globals';
import { caseOf, type Facts, figuresOf } from '../../testing/worked-case.js';

/* The shifts of the cases. All on 2026-03-16, a Monday, in Berlin, unless a case says another date or zone. */
const day = { parts: '09:00-17:00', late_grace_min: 5, early_leave_grace_min: 5 };
const wide = { ...day, early_window_min: 240, late_window_min: 240 };
const office = { ...day, breaks: '12:00-12:30' };
const pairs = { ...office, counting: 'every_pair' as const };
const doors = { ...pairs, pairing: 'directions' as const };
const night = { parts: '22:00-06:00', late_grace_min: 5 };
const split = { parts: '08:00-12:00 16:00-20:00', counting: 'every_pair' as const, late_grace_min: 5 };
const limits = { ...day, half_day_below_min: 240, absent_below_min: 120 };
const lunch = { ...day, parts: '09:00-18:00', automatic_break_min: 60, automatic_break_after_min: 360 };

/*
 * Punches: HH:MM, `+` on the next day, `i` or `o` for a door that says in or out, `c` by a correction.
 * Expected: status, minutes worked/planned, then what is not zero; after `|` what the reasons say.
 */
const cases: readonly (readonly [
  what: string,
  shift: object,
  punches: string,
  expected: string,
  facts?: Facts,
])[] = [
  ['on time, to the minute', day, '09:00 17:00', 'present 480/480'],
  [
    'early in and late out are no work, but shown',
    day,
    '08:40 17:25',
    'present 480/480 extra 45 | present 45 min outside of the time to be worked: 08:40 to 17:25',
  ],
  ['at the last minute of grace nobody is late', day, '09:05 17:00', 'present 475/480'],
  [
    'a minute after grace is late since the start',
    day,
    '09:06 17:00',
    'present 474/480 late 6 | late 6 min: shift 09:00 + grace 5, came 09:06',
  ],
  [
    'late by 12',
    day,
    '09:12 17:00',
    'present 468/480 late 12 | late 12 min: shift 09:00 + grace 5, came 09:12',
  ],
  ['left within grace', day, '09:00 16:55', 'present 475/480'],
  [
    'left early',
    day,
    '09:00 16:00',
    'present 420/480 early 60 | left 60 min early: shift until 17:00 - grace 5, left 16:00',
  ],
  ['late and left early', day, '09:30 16:30', 'present 420/480 late 30 early 30'],
  ['nobody came', day, '', 'absent 0/480 | absent: Shift 09:00 to 17:00'],
  [
    'a single punch in the morning lacks its OUT',
    day,
    '09:01',
    'incomplete 0/480 | no OUT for the punch at 09:01',
  ],
  [
    'a single punch near the end lacks its IN',
    day,
    '16:58',
    'incomplete 0/480 | no IN for the punch at 16:58',
  ],
  [
    'a single late punch is late and lacks its OUT',
    day,
    '09:20',
    'incomplete 0/480 late 20 | late 20 min: shift 09:00 + grace 5, came 09:20 | no OUT for the punch at 09:20',
  ],
  [
    'an approved correction completes the day',
    day,
    '09:01 17:00c',
    'present 479/480 | a punch at 17:00 by an approved correction',
  ],
  ['many punches count from the first to the last', day, '09:00 10:15 10:20 13:00 17:00', 'present 480/480'],
  [
    'two punches of one minute are one',
    day,
    '09:00 09:00 17:00',
    'present 480/480 | 09:00 repeats the punch within 1 min before it',
  ],
  [
    'a punch before the window belongs to no shift',
    day,
    '07:30 09:00 17:00',
    'present 480/480 | 07:30 belongs to no shift',
  ],
  ['the window includes its first minute', day, '08:00 17:00', 'present 480/480 extra 60'],
  ['the window includes its last minute', day, '09:00 18:00', 'present 480/480 extra 60'],
  [
    'a shift that is not over is open, and already late',
    day,
    '09:12',
    'open 0/480 late 12 | the shift is not over yet',
    { now: '11:00' },
  ],
  ['before the window is over nobody is absent', day, '', 'open 0/480', { now: '17:30' }],
  ['after the window an absence is known at once', day, '', 'absent 0/480', { now: '18:01' }],
  ['overtime within the windows is shown', wide, '07:30 18:30', 'present 480/480 extra 180'],
  [
    'who never came is absent an hour after the end, whatever the late window',
    wide,
    '',
    'absent 0/480',
    { now: '18:01' },
  ],
  [
    'who came and has not left is waited for until the late window ends',
    wide,
    '09:00',
    'open 0/480 | the shift is not over yet',
    { now: '20:59' },
  ],
  [
    'who was seen only outside of the windows is not absent',
    day,
    '06:00 20:00',
    'incomplete 0/480 | absent: Shift 09:00 to 17:00 | 06:00 belongs to no shift | 20:00 belongs to no shift',
  ],

  ['a fixed break is not counted', office, '09:00 17:00', 'present 450/450'],
  [
    'coming back late from a fixed break shows with every pair',
    pairs,
    '09:00 12:00 12:50 17:00',
    'present 430/450',
  ],
  [
    'going out in between is not counted with every pair',
    pairs,
    '09:00 10:00 10:45 17:00',
    'present 405/450',
  ],
  [
    'an odd number of punches lacks one',
    pairs,
    '09:00 12:00 12:30',
    'incomplete 180/450 | no OUT for the punch at 12:30',
  ],
  [
    'doors: twice IN lacks an OUT between',
    doors,
    '09:00i 12:00i 17:00o',
    'incomplete 270/450 | no OUT for the punch at 09:00',
  ],
  [
    'doors: OUT before any IN lacks an IN',
    doors,
    '12:00o 12:30i 17:00o',
    'incomplete 270/450 | no IN for the punch at 12:00',
  ],
  [
    'doors: OUT before IN is never negative',
    { ...doors, counting: 'first_last' },
    '10:00o 16:00i',
    'incomplete 0/450 | no IN for the punch at 10:00 | no OUT for the punch at 16:00',
  ],
  ['an automatic break is taken off after six hours', lunch, '09:00 18:00', 'present 480/480'],
  [
    'an automatic break that was punched is not taken off twice',
    { ...lunch, counting: 'every_pair' },
    '09:00 12:00 13:00 18:00',
    'present 480/480',
  ],
  [
    'of an automatic break the rest is taken off',
    { ...lunch, counting: 'every_pair' },
    '09:00 12:00 12:20 18:00',
    'present 480/480',
  ],
  ['no automatic break is taken off from a short day', lunch, '09:00 14:00', 'present 300/480 early 240'],
  ['an automatic break never takes a day below its limit', lunch, '09:00 15:30', 'present 360/480 early 150'],

  [
    'fewer minutes than half a day',
    limits,
    '09:00 12:30',
    'half_day 210/480 early 270 | worked 210 min of 480: half a day below 240',
  ],
  ['exactly the limit of half a day is a day', limits, '09:00 13:00', 'present 240/480 early 240'],
  [
    'fewer minutes than the limit of absence',
    limits,
    '09:00 10:30',
    'absent 90/480 early 390 | worked 90 min of 480: absent below 120',
  ],
  ['present only before the shift is absent', day, '08:05 08:50', 'absent 0/480 extra 45'],

  ['a holiday is free', day, '', 'holiday 0/0 holiday 480 | holiday: Feast', { holiday: 'day' }],
  [
    'work on a holiday is shown',
    day,
    '10:00 14:00',
    'holiday 0/0 extra 240 holiday 480 | holiday: Feast | present 240 min although it was free: 10:00 to 14:00',
    { holiday: 'day' },
  ],
  [
    'on a half holiday the other half is to be worked',
    day,
    '09:00 13:00',
    'present 240/240 holiday 240',
    { holiday: 'second_half' },
  ],
  ['leave excuses the day', day, '', 'leave 0/0 leave 480 | leave: Annual', { leave: 'day' }],
  [
    'a half-day of leave in the morning: nobody is late before the other half',
    day,
    '13:00 17:00',
    'present 240/240 leave 240 | leave (first half): Annual',
    { leave: 'first_half' },
  ],
  [
    'a half-day of leave in the morning, and late for the other half',
    day,
    '13:20 17:00',
    'present 220/240 late 20 leave 240 | leave (first half): Annual | late 20 min: shift 13:00 + grace 5, came 13:20',
    { leave: 'first_half' },
  ],
  [
    'a half-day of leave, and nobody came to the other half',
    day,
    '',
    'absent 0/240 leave 240',
    { leave: 'second_half' },
  ],
  [
    'half a day of leave has half the limits',
    limits,
    '09:00 11:00',
    'present 120/240 early 120 leave 240',
    { leave: 'second_half' },
  ],
  ['leave on a holiday is not used up', day, '', 'holiday 0/0 holiday 480', { leave: 'day', holiday: 'day' }],
  [
    'half a holiday and the other half leave',
    day,
    '',
    'holiday 0/0 holiday 240 leave 240',
    { leave: 'first_half', holiday: 'second_half' },
  ],
  [
    'the second half begins where the shift says',
    { ...day, half_at: '12:00' },
    '12:00 17:00',
    'present 300/300 leave 180',
    { leave: 'first_half' },
  ],

  [
    'an overnight shift belongs to the day on which it starts',
    night,
    '21:58 +06:04',
    'present 480/480 extra 6',
  ],
  [
    'late for an overnight shift',
    night,
    '22:30 +06:00',
    'present 450/480 late 30 | late 30 min: shift 22:00 + grace 5, came 22:30',
  ],
  ['leaving after midnight is early', night, '22:00 +04:00', 'present 360/480 early 120'],
  [
    'the night in which clocks go back lasts nine hours',
    night,
    '22:00 +06:00',
    'present 540/540',
    { date: '2026-10-24' },
  ],
  [
    'the night in which clocks go forward lasts seven hours',
    night,
    '22:00 +06:00',
    'present 420/420',
    { date: '2026-03-28' },
  ],
  [
    'a shift ends the second time that clocks show its end',
    { parts: '22:00-02:30' },
    '22:00 +02:30',
    'present 330/330',
    { date: '2026-10-24' },
  ],
  [
    'a shift begins the first time that clocks show its start',
    { parts: '02:30-08:00' },
    '',
    'absent 0/390',
    { date: '2026-10-25' },
  ],
  [
    'a start that clocks skip is an hour later',
    { parts: '02:30-08:00' },
    '03:30 08:00',
    'present 270/270',
    { date: '2026-03-29' },
  ],
  [
    'Cairo: a day without midnight begins at one',
    { parts: '00:00-08:00' },
    '01:00 08:00',
    'present 420/420',
    { date: '2026-04-24', zone: 'Africa/Cairo' },
  ],
  [
    'Beirut: a night shift loses the hour that clocks skip',
    night,
    '22:00 +06:00',
    'present 420/420',
    { date: '2026-03-28', zone: 'Asia/Beirut' },
  ],
  [
    'Santiago: a night shift loses the hour that clocks skip',
    night,
    '22:00 +06:00',
    'present 420/420',
    { date: '2026-09-05', zone: 'America/Santiago' },
  ],
  [
    'Lord Howe: half an hour more',
    night,
    '22:00 +06:00',
    'present 510/510',
    { date: '2026-04-04', zone: 'Australia/Lord_Howe' },
  ],
  [
    'Lord Howe: half an hour less',
    night,
    '22:00 +06:00',
    'present 450/450',
    { date: '2026-10-03', zone: 'Australia/Lord_Howe' },
  ],

  ['a split shift with four punches', split, '08:00 12:00 16:00 20:00', 'present 480/480'],
  [
    'late for the second part of a split shift',
    split,
    '08:00 12:00 16:15 20:00',
    'present 465/480 late 15 | late 15 min: shift 16:00 + grace 5, came 16:15',
  ],
  [
    'the second part of a split shift was missed',
    split,
    '08:00 12:00',
    'present 240/480 | not there from 16:00 to 20:00',
  ],
  [
    'half-day leave of a split shift is one of its parts',
    split,
    '16:00 20:00',
    'present 240/240 leave 240',
    { leave: 'first_half' },
  ],

  ['no shift and no punch is a day off', { ...day, days: ['tuesday'] }, '', 'off 0/0 | no shift is planned'],
  [
    'punches without a shift are shown',
    { ...day, days: ['tuesday'] },
    '10:00 12:30',
    'unplanned 0/0 extra 150 | no shift is planned: seen from 10:00 to 12:30',
  ],
];

describe('working time: the worked cases', () => {
  it.each(cases)('%s', (_, shift, punches, expected, facts = {}) => {
    const [figures, ...reasons] = expected.split(' | ');
    const found = caseOf(shift, punches, facts);
    expect(figuresOf(found)).toBe(figures);
    const texts = found.reasons.map(({ text }) => text);
    for (const text of reasons) expect(texts).toContain(text);
  });

  it('there are at least forty of them', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });
});
