/** Asks again until the answer is as wanted; the test's own limit ends the waiting. */
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
