/** What a sealed photograph is bound to: it opens in its own task and position only. */
export const photographPlace = (taskId: string, position: number): string =>
  `face-photograph/${taskId}/${position}`;
