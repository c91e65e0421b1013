import { authenticated, type Access } from '../contract/index.js';

/*
 * As the original has it, every account may do everything. Where the platform is told to tell apart the roles of TechTrack
 * (ENFORCE_ROLES), these may do what, each also what those before it may.
 */

/** Look at everything. */
export const viewing = (): Access => authenticated('viewer', 'operator', 'engineer', 'admin');

/** Store readings, correct them, raise alerts, act on alarms. */
export const operating = (): Access => authenticated('operator', 'engineer', 'admin');

/** Register and describe equipment, write alarm rules. */
export const engineering = (): Access => authenticated('engineer', 'admin');

/** Remove equipment with all that it measured. */
export const administering = (): Access => authenticated('admin');
