/** Returns the place that a sealed photograph is bound to: it opens only for its own task and position. */
export const photographPlace = (taskId: string, position: number): string =>
  `face-photograph/${taskId}/${position}`;
