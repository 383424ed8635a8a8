/**
 * The arithmetic of the encoder as WebAssembly text, with plain SIMD only: integer products, and floating-point steps
 * that the standard fixes to the last bit, so that every machine computes the same.
 */

import { multiply, quantise } from './products.mjs';
import {
  across,
  EXPONENTIAL,
  each,
  exponential,
  f32,
  get,
  i32,
  load,
  locals,
  loop,
  op,
  parameters,
  plus,
  polynomial,
  range,
  rounded,
  set,
  splat,
  store,
  times,
} from './wat.mjs';

/** states[token] = row of an integer matrix × its scale + position. */
const embed = (width) => `(func (export "embed")
  ${parameters(['row', 'scale', 'position', 'states'])}
  (local $at i32) (local $factor v128)
  ${set('factor', `(v128.load32_splat ${get('scale')})`)}
  ${loop(
    'at',
    4,
    i32(width),
    `
    ${store(
      get('states'),
      op(
        'f32x4.add',
        op(
          'f32x4.mul',
          op(
            'f32x4.convert_i32x4_s',
            op(
              'i32x4.extend_low_i16x8_s',
              op('i16x8.extend_low_i8x16_s', `(v128.load32_zero ${get('row')})`),
            ),
          ),
          get('factor'),
        ),
        load(get('position')),
      ),
    )}
    ${set('row', plus(get('row'), i32(4)))}
    ${set('position', plus(get('position'), i32(16)))}
    ${set('states', plus(get('states'), i32(16)))}`,
  )})`;

/** states[token] = (states[token] + added[token]), brought to mean 0 and variance 1, × gain + shift. */
const normalise = (width) => {
  const rest = op('f32x4.sub', load(get('at')), get('middle'));
  return `(func (export "normalise")
  ${parameters(['states', 'added', 'gain', 'shift', 'tokens'])}
  ${locals('i32', ['t', 'at', 'end', 'g'])} ${locals('v128', ['sum', 'middle', 'factor', 'x'])}
  ${loop(
    't',
    1,
    get('tokens'),
    `
    ${set('end', plus(get('states'), i32(4 * width)))}
    ${set('sum', splat(0))}
    ${set('at', get('states'))}
    ${loop(
      'at',
      16,
      get('end'),
      `
      ${set('x', op('f32x4.add', load(get('at')), load(get('added'))))}
      ${store(get('at'), get('x'))}
      ${set('sum', op('f32x4.add', get('sum'), get('x')))}
      ${set('added', plus(get('added'), i32(16)))}`,
    )}
    ${set('middle', op('f32x4.splat', op('f32.div', across('f32.add', get('sum')), f32(width))))}
    ${set('sum', splat(0))}
    ${set('at', get('states'))}
    ${loop(
      'at',
      16,
      get('end'),
      `
      ${set('x', rest)}
      ${set('sum', op('f32x4.add', get('sum'), op('f32x4.mul', get('x'), get('x'))))}`,
    )}
    ${set(
      'factor',
      op(
        'f32x4.splat',
        op(
          'f32.div',
          f32(1),
          op('f32.sqrt', op('f32.add', op('f32.div', across('f32.add', get('sum')), f32(width)), f32(1e-12))),
        ),
      ),
    )}
    ${set('at', get('states'))}
    ${set('g', i32(0))}
    ${loop(
      'at',
      16,
      get('end'),
      `
      ${store(
        get('at'),
        op(
          'f32x4.add',
          op('f32x4.mul', op('f32x4.mul', rest, get('factor')), load(plus(get('gain'), get('g')))),
          load(plus(get('shift'), get('g'))),
        ),
      )}
      ${set('g', plus(get('g'), i32(16)))}`,
    )}
    ${set('states', get('end'))}`,
  )})`;
};

/**
 * Attention within one text: `from` has the query, key and value of each token one after the other; `scores` has room for
 * one float a token, rounded up to a multiple of 4.
 */
const attend = (width, heads) => {
  const head = width / heads;
  const vectors = head / 4;
  const stride = 12 * width;
  return `(func (export "attend")
  ${parameters(['from', 'out', 'scores', 'tokens'])}
  ${locals('i32', ['h', 'i', 'j', 'query', 'other', 'to', 'at', 'end'])}
  ${locals('v128', [...range(vectors).flatMap((v) => [`q${v}`, `sum${v}`]), 'x', 'top', 'sum', ...EXPONENTIAL])}
  (local $score f32) (local $most f32)
  ${set('end', plus(get('scores'), times(get('tokens'), i32(4))))}
  ${loop(
    'h',
    1,
    i32(heads),
    `
    ${set('query', get('from'))}
    ${set('to', get('out'))}
    ${set('i', i32(0))}
    ${loop(
      'i',
      1,
      get('tokens'),
      `
      ${each(vectors, (v) =>
        set(`q${v}`, op('f32x4.mul', load(get('query'), 16 * v), splat(1 / Math.sqrt(head)))),
      )}
      ${set('other', get('from'))}
      ${set('at', get('scores'))}
      ${set('most', f32('-inf'))}
      ${loop(
        'at',
        4,
        get('end'),
        `
        ${set('sum', op('f32x4.mul', get('q0'), load(get('other'), 4 * width)))}
        ${range(vectors)
          .slice(1)
          .map((v) =>
            set(
              'sum',
              op(
                'f32x4.add',
                get('sum'),
                op('f32x4.mul', get(`q${v}`), load(get('other'), 4 * width + 16 * v)),
              ),
            ),
          )
          .join('\n')}
        ${set('score', across('f32.add', get('sum')))}
        (f32.store ${get('at')} ${get('score')})
        ${set('most', op('f32.max', get('most'), get('score')))}
        ${set('other', plus(get('other'), i32(stride)))}`,
      )}
      ${store(get('end'), splat('-inf'))}
      ${set('top', op('f32x4.splat', get('most')))}
      ${set('sum', splat(0))}
      ${set('at', get('scores'))}
      ${loop(
        'at',
        16,
        get('end'),
        `
        ${set('x', op('f32x4.sub', load(get('at')), get('top')))}
        ${exponential()}
        ${store(get('at'), get('e'))}
        ${set('sum', op('f32x4.add', get('sum'), get('e')))}`,
      )}
      ${set('top', op('f32x4.splat', op('f32.div', f32(1), across('f32.add', get('sum')))))}
      ${each(vectors, (v) => set(`sum${v}`, splat(0)))}
      ${set('other', get('from'))}
      ${set('at', get('scores'))}
      ${loop(
        'at',
        4,
        get('end'),
        `
        ${set('x', `(v128.load32_splat ${get('at')})`)}
        ${each(vectors, (v) =>
          set(
            `sum${v}`,
            op(
              'f32x4.add',
              get(`sum${v}`),
              op('f32x4.mul', get('x'), load(get('other'), 8 * width + 16 * v)),
            ),
          ),
        )}
        ${set('other', plus(get('other'), i32(stride)))}`,
      )}
      ${each(vectors, (v) => store(get('to'), op('f32x4.mul', get(`sum${v}`), get('top')), 16 * v))}
      ${set('query', plus(get('query'), i32(stride)))}
      ${set('to', plus(get('to'), i32(4 * width)))}`,
    )}
    ${set('from', plus(get('from'), i32(4 * head)))}
    ${set('out', plus(get('out'), i32(4 * head)))}`,
  )})`;
};

/**
 * x becomes x × Φ(x), with the normal distribution by 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical
 * Functions" (1964): wrong by 1.5e-7 at most. The count is a multiple of 4.
 */
const gelu = () => `(func (export "gelu")
  ${parameters(['at', 'count'])}
  (local $end i32) ${locals('v128', ['value', 'z', 't', 'p', 'x', ...EXPONENTIAL])}
  ${set('end', plus(get('at'), times(get('count'), i32(4))))}
  ${loop(
    'at',
    16,
    get('end'),
    `
    ${set('value', load(get('at')))}
    ${set('z', op('f32x4.mul', op('f32x4.abs', get('value')), splat(Math.SQRT1_2)))}
    ${set('t', op('f32x4.div', splat(1), op('f32x4.add', splat(1), op('f32x4.mul', get('z'), splat(0.3275911)))))}
    ${polynomial('p', 't', [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592])}
    ${set('x', op('f32x4.neg', op('f32x4.mul', get('z'), get('z'))))}
    ${exponential()}
    ${set('p', op('f32x4.mul', op('f32x4.mul', get('p'), get('t')), op('f32x4.mul', get('e'), splat(0.5))))}
    ${store(
      get('at'),
      op(
        'f32x4.sub',
        op('f32x4.pmax', get('value'), splat(0)),
        op('f32x4.mul', op('f32x4.abs', get('value')), get('p')),
      ),
    )}`,
  )})`;

/**
 * out[k] = the sum of the tokens' states, brought to length `steps` and rounded to whole numbers of 8 bits; `sums` has
 * room for one state.
 */
const pool = (width) => {
  const steps = (offset) => rounded(op('f32x4.mul', load(get('sums'), offset), get('factor')));
  return `(func (export "pool")
  ${parameters(['states', 'tokens', 'sums', 'out'])} ${parameters(['steps'], 'f32')}
  ${locals('i32', ['at', 'from', 'end'])} ${locals('v128', ['sum', 'squares', 'factor'])}
  ${set('end', plus(get('states'), times(get('tokens'), i32(4 * width))))}
  ${set('squares', splat(0))}
  ${loop(
    'at',
    16,
    i32(4 * width),
    `
    ${set('sum', splat(0))}
    ${set('from', plus(get('states'), get('at')))}
    ${loop('from', 4 * width, get('end'), set('sum', op('f32x4.add', get('sum'), load(get('from')))))}
    ${store(plus(get('sums'), get('at')), get('sum'))}
    ${set('squares', op('f32x4.add', get('squares'), op('f32x4.mul', get('sum'), get('sum'))))}`,
  )}
  ${set('factor', op('f32x4.splat', op('f32.div', get('steps'), op('f32.sqrt', across('f32.add', get('squares'))))))}
  ${set('end', plus(get('out'), i32(width)))}
  ${loop(
    'out',
    16,
    get('end'),
    `
    ${set(
      'sum',
      op(
        'i8x16.narrow_i16x8_s',
        op('i16x8.narrow_i32x4_s', steps(0), steps(16)),
        op('i16x8.narrow_i32x4_s', steps(32), steps(48)),
      ),
    )}
    ${store(get('out'), get('sum'))}
    ${set('sums', plus(get('sums'), i32(64)))}`,
  )})`;
};

/** The module's text for a model of these dimensions; it imports its memory as `encoder.memory`. */
export function kernelText({ width, inner, heads }) {
  return `(module (import "encoder" "memory" (memory 1))
    ${embed(width)} ${normalise(width)} ${quantise()} ${multiply('multiply', width)} ${multiply('contract', inner)}
    ${attend(width, heads)} ${gelu()} ${pool(width)})`;
}
