/** Calls `ask` until `wanted` accepts its answer, and returns that. Only the time limit of the test ends the wait. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  pauseMs = 50,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
