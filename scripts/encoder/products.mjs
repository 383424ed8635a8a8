/** The integer products of the encoder's kernel, and what makes integers of floats for them. */

import {
  across,
  each,
  f32,
  get,
  i32,
  load,
  locals,
  loop,
  op,
  parameters,
  plus,
  range,
  rounded,
  set,
  shuffle,
  splat,
  store,
  times,
} from './wat.mjs';

/** Dot products are taken of so many rows of weights at once … */
const ROWS = 2;
/**
 * … and so many tokens: eight sums, which with what they are made of fit into sixteen registers. Steps written out one after
 * the other would be slower by a third: V8 then loads too early, and runs out of registers.
 */
const TOKENS = 4;
/** Numbers of 16 bits in a vector. */
const LANES = 8;
/**
 * Largest activation as an integer. With weights up to 127, a dot product over 1,536 of them stays below 2^31, which
 * 127 × 1,536 × 11,008 would reach.
 */
const LARGEST = 8191;

/**
 * out[token][row] = bias[row] + scales[token] × rowScales[row] × Σ activations[token][k] × weights[row][k]; activations are
 * integers of 16 bits, weights of 8, all else floats. The number of rows is even.
 */
export function multiply(name, width) {
  const sums = range(TOKENS).flatMap((t) => range(ROWS).map((r) => `sum${t}${r}`));
  /** Two rows for one token, added up across and put into the first two lanes. */
  const total = (t) => `
    ${set(
      'total',
      op(
        'i32x4.add',
        shuffle([0, 1, 4, 5], get(`sum${t}0`), get(`sum${t}1`)),
        shuffle([2, 3, 6, 7], get(`sum${t}0`), get(`sum${t}1`)),
      ),
    )}
    ${set(
      'total',
      op(
        'i32x4.add',
        shuffle([0, 2, 0, 2], get('total'), get('total')),
        shuffle([1, 3, 1, 3], get('total'), get('total')),
      ),
    )}`;
  const block = (tokens) => `
    ${each(tokens, (t) => each(ROWS, (r) => set(`sum${t}${r}`, '(v128.const i32x4 0 0 0 0)')))}
    ${set('w', get('row'))}
    ${loop(
      'w',
      LANES,
      get('end'),
      `
      ${each(ROWS, (r) => set(`w${r}`, `(v128.load8x8_s offset=${r * width} ${get('w')})`))}
      ${each(
        tokens,
        (t) => `
        ${set('a', load(get('token'), 2 * t * width))}
        ${each(ROWS, (r) =>
          set(
            `sum${t}${r}`,
            op('i32x4.add', get(`sum${t}${r}`), op('i32x4.dot_i16x8_s', get('a'), get(`w${r}`))),
          ),
        )}`,
      )}
      ${set('token', plus(get('token'), i32(2 * LANES)))}`,
    )}
    ${each(
      tokens,
      (t) => `
      ${total(t)}
      (v128.store64_lane 0 ${get('to')} ${op(
        'f32x4.add',
        op(
          'f32x4.mul',
          op('f32x4.convert_i32x4_s', get('total')),
          op('f32x4.mul', get('rowScale'), `(v128.load32_splat offset=${4 * t} ${get('scale')})`),
        ),
        get('shift'),
      )})
      ${set('to', plus(get('to'), get('stride')))}`,
    )}
    ${set('token', plus(get('token'), i32(2 * width * (tokens - 1))))}
    ${set('scale', plus(get('scale'), i32(4 * tokens)))}`;
  const rest = op('i32.and', get('tokens'), i32(TOKENS - 1));
  return `(func (export "${name}")
    ${parameters(['activations', 'scales', 'weights', 'rowScales', 'bias', 'out', 'tokens', 'rows'])}
    ${locals('i32', ['n', 'row', 'end', 'w', 'token', 'scale', 'to', 'stride', 'last'])}
    ${locals('v128', [...sums, 'w0', 'w1', 'a', 'total', 'rowScale', 'shift'])}
    ${set('stride', times(get('rows'), i32(4)))}
    ${set('last', plus(get('scales'), times(i32(4), op('i32.sub', get('tokens'), rest))))}
    ${set('row', get('weights'))}
    ${loop(
      'n',
      ROWS,
      get('rows'),
      `
      ${set('end', plus(get('row'), i32(width)))}
      ${set('token', get('activations'))}
      ${set('scale', get('scales'))}
      ${set('to', plus(get('out'), times(get('n'), i32(4))))}
      ${set('rowScale', `(v128.load64_zero ${plus(get('rowScales'), times(get('n'), i32(4)))})`)}
      ${set('shift', `(v128.load64_zero ${plus(get('bias'), times(get('n'), i32(4)))})`)}
      (block $blocks
        (br_if $blocks ${op('i32.eq', get('scale'), get('last'))})
        (loop $next
          ${block(TOKENS)}
          (br_if $next ${op('i32.lt_u', get('scale'), get('last'))})))
      ${range(TOKENS)
        .slice(1)
        .map((count) => `(if ${op('i32.eq', rest, i32(count))} (then ${block(count)}))`)
        .join('\n')}
      ${set('row', plus(get('row'), i32(ROWS * width)))}`,
    )})`;
}

/** Floats to integers of 16 bits, with a scale for each token: float = integer × scale. The width is a multiple of 8. */
export const quantise = () => `(func (export "quantise")
  ${parameters(['from', 'out', 'scales', 'tokens', 'width'])}
  ${locals('i32', ['t', 'at', 'end'])} ${locals('v128', ['most', 'factor'])} (local $largest f32)
  ${loop(
    't',
    1,
    get('tokens'),
    `
    ${set('at', get('from'))}
    ${set('end', plus(get('from'), times(get('width'), i32(4))))}
    ${set('most', splat(1e-9))}
    ${loop('at', 16, get('end'), set('most', op('f32x4.pmax', get('most'), op('f32x4.abs', load(get('at'))))))}
    ${set('largest', across('f32.max', get('most')))}
    (f32.store ${get('scales')} ${op('f32.div', get('largest'), f32(LARGEST))})
    ${set('factor', op('f32x4.splat', op('f32.div', f32(LARGEST), get('largest'))))}
    ${loop(
      'from',
      32,
      get('end'),
      `
      ${store(
        get('out'),
        op(
          'i16x8.narrow_i32x4_s',
          ...[0, 16].map((offset) => rounded(op('f32x4.mul', load(get('from'), offset), get('factor')))),
        ),
      )}
      ${set('out', plus(get('out'), i32(16)))}`,
    )}
    ${set('scales', plus(get('scales'), i32(4)))}`,
  )})`;
