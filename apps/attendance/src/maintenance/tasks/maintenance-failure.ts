/** A task could not be done. The words are for the administrator, and it is not tried again. */
export class MaintenanceFailure extends Error {}
