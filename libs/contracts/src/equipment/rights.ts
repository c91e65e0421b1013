import { authenticated, type Access } from '../contract/index.js';

/*
 * In the original API every account may do everything. If the platform enforces TechTrack's roles (ENFORCE_ROLES), these
 * rights apply. Each role also has the rights of the roles before it.
 */

/** Read everything. */
export const viewing = (): Access => authenticated('viewer', 'operator', 'engineer', 'admin');

/** Store and correct readings, raise alerts, answer alarms. */
export const operating = (): Access => authenticated('operator', 'engineer', 'admin');

/** Register and describe equipment, write alarm rules. */
export const engineering = (): Access => authenticated('engineer', 'admin');

/** Remove equipment with its readings. */
export const administering = (): Access => authenticated('admin');
