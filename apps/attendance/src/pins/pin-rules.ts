/** Six digits are a million; people choose from the few that this refuses. */
const MIN_DIGITS = 6;
const MAX_DIGITS = 12;
const MAX_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Returns why the digits would be guessed, as a sentence to the person; undefined for a good PIN. */
export function weaknessOf(pin: string, employeeId: string): string | undefined {
  if (!/^[0-9]+$/.test(pin)) return 'A PIN has digits only.';
  if (pin.length < MIN_DIGITS || pin.length > MAX_DIGITS)
    return `A PIN has ${MIN_DIGITS} to ${MAX_DIGITS} digits.`;
  if (isRun(pin)) return 'Digits in a row are guessed first. Choose others.';
  if (isRepetition(pin)) return 'Digits that repeat are guessed first. Choose others.';
  if (isDate(pin)) return 'A date is guessed first. Choose other digits.';
  const digits = employeeId.replaceAll(/[^0-9]/g, '');
  if (digits.length >= 4 && (pin.includes(digits) || digits.includes(pin)))
    return 'The employee id is guessed first. Choose other digits.';
  return undefined;
}

/** 123456, 987654, 890123. */
function isRun(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  return steps.every((step) => step === steps[0]) && (steps[0] === 1 || steps[0] === 9);
}

/** 111111, 121212, 123123, 12312 of 1231231. */
function isRepetition(pin: string): boolean {
  for (let period = 1; period <= pin.length / 2; period++)
    if ([...pin].every((digit, at) => digit === pin[at % period])) return true;
  return false;
}

/** A day with two or four digits of its year, in any order of day, month and year that people write. */
function isDate(pin: string): boolean {
  if (pin.length !== 6 && pin.length !== 8) return false;
  const year = pin.length - 4;
  const starts = [pin.slice(0, 4), pin.slice(year)];
  const years = [pin.slice(4), pin.slice(0, year)];
  return starts.some((four, at) => {
    const [one, two] = [Number(four.slice(0, 2)), Number(four.slice(2))];
    const isLikely = year === 2 || (Number(years[at]) >= 1900 && Number(years[at]) < 2100);
    return isLikely && (isDay(one, two) || isDay(two, one));
  });
}

const isDay = (day: number, month: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= MAX_DAYS[month - 1]!;
