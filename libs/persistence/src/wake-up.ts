/** Lets a loop sleep until there is work: `wake` ends the current or the next sleep at once. */
export class WakeUp {
  private woken = false;
  private ring: (() => void) | undefined;

  wake(): void {
    this.woken = true;
    this.ring?.();
  }

  /** Resolves when woken, or after the time in any case. */
  async sleep(milliseconds: number): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.ring = undefined;
    this.woken = false;
  }
}
