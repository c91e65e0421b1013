import type { MaintenanceParameters } from '@argus/contracts';

/** Does one kind of task. */
export interface MaintenanceStep {
  /** Throws VALIDATION_FAILED for parameters with which it cannot work. */
  check?(parameters: MaintenanceParameters): void;
  /** Returns what came of it, in words. @throws MaintenanceFailure */
  run(parameters: MaintenanceParameters): Promise<string>;
}
