/** WebAssembly text in small pieces, as JavaScript puts it together. */

/** The value of a local; below, how to set it, constants, instructions, and loads and stores of a vector. */
export const get = (name) => `(local.get $${name})`;
export const set = (name, value) => `(local.set $${name} ${value})`;
export const i32 = (value) => `(i32.const ${value})`;
export const f32 = (value) => `(f32.const ${value})`;
export const splat = (value) => `(f32x4.splat ${f32(value)})`;
export const op = (name, ...operands) => `(${name} ${operands.join(' ')})`;
export const plus = (...terms) => terms.reduce((sum, term) => op('i32.add', sum, term));
export const times = (a, b) => op('i32.mul', a, b);
export const load = (address, offset = 0) => `(v128.load offset=${offset} ${address})`;
export const store = (address, value, offset = 0) => `(v128.store offset=${offset} ${address} ${value})`;
export const range = (count) => Array.from({ length: count }, (_, i) => i);
export const each = (count, body) => range(count).map(body).join('\n');
export const locals = (type, names) => names.map((name) => `(local $${name} ${type})`).join(' ');
export const parameters = (names, type = 'i32') => names.map((name) => `(param $${name} ${type})`).join(' ');

let labels = 0;
/** Runs the body, at least once, while the counter, raised by the step, is below the limit. */
export const loop = (counter, step, limit, body) => {
  const label = `$loop${labels++}`;
  const raised = op('local.tee', `$${counter}`, plus(get(counter), i32(step)));
  return `(loop ${label} ${body} (br_if ${label} ${op('i32.lt_u', raised, limit)}))`;
};
/** Sum (or another fold) of the four lanes. */
export const across = (operation, vector) => {
  const lane = (i) => `(f32x4.extract_lane ${i} ${vector})`;
  return op(operation, op(operation, lane(0), lane(1)), op(operation, lane(2), lane(3)));
};
/** Bytes of a shuffle that picks lanes of 32 bits: 0 to 3 of the first vector, 4 to 7 of the second. */
export const shuffle = (lanes, a, b) =>
  `(i8x16.shuffle ${lanes.flatMap((lane) => range(4).map((byte) => 4 * lane + byte)).join(' ')} ${a} ${b})`;
/** A polynomial of the local $of, highest coefficient first, into the local $into. */
export const polynomial = (into, of, coefficients) => {
  const [highest, ...rest] = coefficients;
  return [
    set(into, splat(highest)),
    ...rest.map((c) => set(into, op('f32x4.add', op('f32x4.mul', get(into), get(of)), splat(c)))),
  ].join('\n');
};

/**
 * Floats below 2^22 to the nearest whole numbers, even ones from the middle: added to 3 × 2^22, which leaves no room for
 * a fraction, they stand in the lowest bits. Quicker than the instruction, which also has to mind what is too large.
 */
export const rounded = (value) =>
  op(
    'i32x4.sub',
    op('f32x4.add', value, splat(12582912)),
    '(v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000)',
  );

/** Locals that {@link exponential} needs. */
export const EXPONENTIAL = ['power', 'rest', 'e'];
/**
 * e to the power of the local $x, which is 0 or less, into the local $e: 2^n times a polynomial of what remains, after
 * Cephes' expf (S. Moshier); 2 units in the last place. Below -87 it is e^-87, practically nothing.
 */
export const exponential = () => `
  ${set('rest', op('f32x4.pmax', get('x'), splat(-87)))}
  ${set('power', op('f32x4.nearest', op('f32x4.mul', get('rest'), splat(Math.LOG2E))))}
  ${set('rest', op('f32x4.sub', get('rest'), op('f32x4.mul', get('power'), splat(0.693359375))))}
  ${set('rest', op('f32x4.sub', get('rest'), op('f32x4.mul', get('power'), splat(-2.1219444e-4))))}
  ${polynomial(
    'e',
    'rest',
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  )}
  ${set('e', op('f32x4.mul', get('e'), op('f32x4.mul', get('rest'), get('rest'))))}
  ${set('e', op('f32x4.add', op('f32x4.add', get('e'), get('rest')), splat(1)))}
  ${set(
    'e',
    op(
      'f32x4.mul',
      get('e'),
      op('i32x4.shl', op('i32x4.add', rounded(get('power')), '(v128.const i32x4 127 127 127 127)'), i32(23)),
    ),
  )}`;
