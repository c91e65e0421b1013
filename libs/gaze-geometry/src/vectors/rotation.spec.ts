import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apply, eulerAnglesOf, multiply, rightJacobian, rotationOf, rotationVectorOf } from './rotation.js';
import { add, length, scale, subtract, type Vector3 } from './vector.js';

const component = fc.double({ min: -1.2, max: 1.2, noNaN: true });
const vectors = fc.tuple(component, component, component);

describe('rotations', () => {
  it('keep lengths, and come back as the vector that they were made from', () => {
    fc.assert(
      fc.property(vectors, vectors, (turn, v) => {
        expect(length(apply(rotationOf(turn), v))).toBeCloseTo(length(v), 12);
        expect(length(subtract(rotationVectorOf(rotationOf(turn)), turn))).toBeLessThan(1e-7);
      }),
    );
  });

  it('differ by their right Jacobian', () => {
    fc.assert(
      fc.property(vectors, vectors, vectors, (turn, direction, v) => {
        const step = scale(direction, 1e-6);
        const exact = apply(rotationOf(add(turn, step)), v);
        const linear = apply(multiply(rotationOf(turn), rotationOf(apply(rightJacobian(turn), step))), v);
        expect(length(subtract(exact, linear))).toBeLessThan(1e-11);
      }),
    );
  });

  it('name their Euler angles', () => {
    const turn = (axis: Vector3) => eulerAnglesOf(rotationOf(axis));
    expect(turn([0.2, 0, 0])).toEqual({
      pitchRad: expect.closeTo(0.2),
      yawRad: expect.closeTo(0),
      rollRad: expect.closeTo(0),
    });
    expect(turn([0, -0.3, 0]).yawRad).toBeCloseTo(-0.3);
    expect(turn([0, 0, 0.4]).rollRad).toBeCloseTo(0.4);
  });
});
