/** Truncated singular value decomposition of a sparse matrix by subspace iteration, the same on every run. */

/**
 * A sparse matrix by rows: row r holds `values[i]` in column `columns[i]` for i from `starts[r]` to `starts[r + 1]`.
 * @typedef {object} SparseMatrix
 * @property {number} rowCount
 * @property {number} columnCount
 * @property {Uint32Array} starts
 * @property {Uint32Array} columns
 * @property {Float32Array} values
 */

/** Spare directions that let the wanted ones converge in a few iterations (Halko, Martinsson and Tropp 2011). */
const OVERSAMPLING = 16;
const ITERATIONS = 5;
const SEED = 0x2f6e2b1;

/** Uniform numbers in [-1, 1) from a fixed seed (mulberry32). */
function seededNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** result (columns × width) = matrixᵀ · basis (rows × width). */
function multiplyTransposed(matrix, basis, width, result) {
  const { starts, columns, values } = matrix;
  result.fill(0);
  for (let row = 0; row < matrix.rowCount; row++) {
    const from = row * width;
    for (let i = starts[row]; i < starts[row + 1]; i++) {
      const to = columns[i] * width;
      const value = values[i];
      for (let k = 0; k < width; k++) result[to + k] += value * basis[from + k];
    }
  }
}

/** result (rows × width) = matrix · basis (columns × width). */
function multiply(matrix, basis, width, result) {
  const { starts, columns, values } = matrix;
  const sum = new Float64Array(width);
  for (let row = 0; row < matrix.rowCount; row++) {
    sum.fill(0);
    for (let i = starts[row]; i < starts[row + 1]; i++) {
      const from = columns[i] * width;
      const value = values[i];
      for (let k = 0; k < width; k++) sum[k] += value * basis[from + k];
    }
    result.set(sum, row * width);
  }
}

/** basisᵀ · basis, width × width. */
function gram(basis, rowCount, width) {
  const product = new Float64Array(width * width);
  for (let row = 0; row < rowCount; row++) {
    const at = row * width;
    for (let i = 0; i < width; i++) {
      const value = basis[at + i];
      const to = i * width;
      for (let j = i; j < width; j++) product[to + j] += value * basis[at + j];
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) product[i * width + j] = product[j * width + i];
  return product;
}

/** Eigenvalues (descending) and eigenvectors (columns) of a small symmetric matrix, by cyclic Jacobi rotations. */
function eigen(symmetric, size) {
  const a = Float64Array.from(symmetric);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < size; i++) {
      diagonal += a[i * size + i] ** 2;
      for (let j = i + 1; j < size; j++) off += a[i * size + j] ** 2;
    }
    if (off <= 1e-22 * diagonal) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const apq = a[p * size + q];
        if (apq === 0) continue;
        const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const akp = a[k * size + p];
          const akq = a[k * size + q];
          a[k * size + p] = c * akp - s * akq;
          a[k * size + q] = s * akp + c * akq;
        }
        for (let k = 0; k < size; k++) {
          const apk = a[p * size + k];
          const aqk = a[q * size + k];
          a[p * size + k] = c * apk - s * aqk;
          a[q * size + k] = s * apk + c * aqk;
          const vkp = vectors[k * size + p];
          const vkq = vectors[k * size + q];
          vectors[k * size + p] = c * vkp - s * vkq;
          vectors[k * size + q] = s * vkp + c * vkq;
        }
      }
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j] - a[i * size + i]);
  return { values: order.map((i) => a[i * size + i]), vectors, order };
}

/**
 * Rotates the basis onto the eigenvectors of its Gram matrix and scales them to unit length; returns the lengths
 * they had. With the basis a product with the matrix, these converge to its singular directions and values.
 */
function orthonormalise(basis, rowCount, width) {
  const { values, vectors, order } = eigen(gram(basis, rowCount, width), width);
  const rotation = new Float64Array(width * width);
  const lengths = values.map((value) => Math.sqrt(Math.max(value, 0)));
  for (let j = 0; j < width; j++) {
    const scale = lengths[j] > 1e-9 * lengths[0] ? 1 / lengths[j] : 0;
    for (let i = 0; i < width; i++) rotation[i * width + j] = vectors[i * width + order[j]] * scale;
  }
  const turned = new Float64Array(width);
  for (let row = 0; row < rowCount; row++) {
    turned.fill(0);
    const at = row * width;
    for (let i = 0; i < width; i++) {
      const value = basis[at + i];
      for (let j = 0; j < width; j++) turned[j] += value * rotation[i * width + j];
    }
    basis.set(turned, at);
  }
  return lengths;
}

/**
 * The leading left singular vectors (rows × rank, unit columns) and singular values of a sparse matrix.
 * @param {SparseMatrix} matrix
 * @param {number} rank
 * @returns {{ left: Float32Array, singular: number[] }}
 */
export function truncatedSvd(matrix, rank) {
  const width = rank + OVERSAMPLING;
  const next = seededNumbers(SEED);
  const rowBasis = Float32Array.from({ length: matrix.rowCount * width }, next);
  const columnBasis = new Float32Array(matrix.columnCount * width);
  let lengths = orthonormalise(rowBasis, matrix.rowCount, width);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    multiplyTransposed(matrix, rowBasis, width, columnBasis);
    multiply(matrix, columnBasis, width, rowBasis);
    lengths = orthonormalise(rowBasis, matrix.rowCount, width);
  }
  const left = new Float32Array(matrix.rowCount * rank);
  for (let row = 0; row < matrix.rowCount; row++) {
    for (let k = 0; k < rank; k++) left[row * rank + k] = rowBasis[row * width + k];
  }
  return { left, singular: lengths.slice(0, rank).map(Math.sqrt) };
}
