/** What a sender is told whose reading has the time of another one with other values. */
export const conflictText = (existingId: number | undefined): string =>
  `Reading ${existingId} has this time and other values: correct that one.`;
