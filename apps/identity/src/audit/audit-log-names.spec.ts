import { auditLogActions } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import type { AuditAction } from './audit-event.entity.js';
import { actionsOf, nameOf } from './audit-log-names.js';

describe('the names of audit events', () => {
  it.each(auditLogActions)('audit log: %s finds rows of its own name', (name) => {
    const [action, ...others] = actionsOf(name);
    expect(others).toEqual([]);
    expect(nameOf(action as AuditAction)).toBe(name);
  });

  it('audit log: the words of the document find what they mean', () => {
    expect(actionsOf('enrollment')).toEqual(['face-enrolled', 'face-replaced']);
    expect(actionsOf('verification')).toEqual(['face-verified']);
    expect(nameOf('face-verified')).toBe('face_verification');
    expect(nameOf('device-equipment-removed')).toBe('device_equipment_removed');
  });
});
