import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apply, eulerAnglesOf, type Matrix3, multiply, rightJacobian, rotationOf } from './rotation.js';
import { add, length, scale, subtract, type Vector3 } from './vector.js';

const component = fc.double({ min: -1.2, max: 1.2, noNaN: true });
const vectors = fc.tuple(component, component, component);

/** Rotation vector of a rotation matrix; angles near a half turn lose precision. */
function rotationVectorOf(matrix: Matrix3): Vector3 {
  const [a, b, c] = matrix;
  const axis: Vector3 = [c[1] - b[2], a[2] - c[0], b[0] - a[1]];
  const sine = length(axis) / 2;
  const cosine = (a[0] + b[1] + c[2] - 1) / 2;
  const angle = Math.atan2(sine, cosine);
  return sine < 1e-12 ? scale(axis, 0.5) : scale(axis, angle / (2 * sine));
}

describe('rotations', () => {
  it('a rotation keeps lengths and returns its rotation vector', () => {
    fc.assert(
      fc.property(vectors, vectors, (turn, v) => {
        expect(length(apply(rotationOf(turn), v))).toBeCloseTo(length(v), 12);
        expect(length(subtract(rotationVectorOf(rotationOf(turn)), turn))).toBeLessThan(1e-7);
      }),
    );
  });

  it('the right Jacobian predicts how a rotation changes with its vector', () => {
    fc.assert(
      fc.property(vectors, vectors, vectors, (turn, direction, v) => {
        const step = scale(direction, 1e-6);
        const exact = apply(rotationOf(add(turn, step)), v);
        const linear = apply(multiply(rotationOf(turn), rotationOf(apply(rightJacobian(turn), step))), v);
        expect(length(subtract(exact, linear))).toBeLessThan(1e-11);
      }),
    );
  });

  it('a rotation made from Euler angles returns them', () => {
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
