/** Lets a loop sleep until there is work. `wake` ends the current sleep, or else the next one, at once. */
export class WakeUp {
  private woken = false;
  private interrupt: (() => void) | undefined;

  wake(): void {
    this.woken = true;
    this.interrupt?.();
  }

  /** Resolves when woken, at the latest after `milliseconds`; with whether it was woken. */
  async sleep(milliseconds?: number): Promise<boolean> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
        this.interrupt = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.interrupt = undefined;
    const { woken } = this;
    this.woken = false;
    return woken;
  }
}
