/** Reads tensors from a file of Hugging Face's safetensors format: a JSON header, then the numbers as they are. */
import { readFileSync } from 'node:fs';

/** The tensors' names, and each as floats by `read`; F32, F16 and BF16 are understood. */
export function readSafetensors(path) {
  const file = readFileSync(path);
  const headerBytes = file.length < 8 ? 0 : Number(file.readBigUInt64LE(0));
  // What ends within its header is no such file, whatever its first bytes happen to say.
  if (headerBytes === 0 || 8 + headerBytes > file.length)
    throw new Error(`Cannot read "${path}": it is no safetensors file.`);
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes));
  const base = 8 + headerBytes;

  return {
    has: (name) => name in header,
    /** The numbers row by row, and their shape. */
    read(name) {
      const entry = header[name];
      if (!entry) throw new Error(`Cannot read "${path}": it has no tensor "${name}".`);
      const { dtype, shape, data_offsets: offsets } = entry;
      const count = shape.reduce((product, size) => product * size, 1);
      const at = base + offsets[0];
      const decode = DECODERS[dtype];
      if (!decode) throw new Error(`Cannot read "${path}": tensor "${name}" is of type "${dtype}".`);
      return { shape, values: Float32Array.from({ length: count }, (_, i) => decode(file, at, i)) };
    },
  };
}

const DECODERS = {
  F32: (file, at, i) => file.readFloatLE(at + 4 * i),
  F16: (file, at, i) => halfToFloat(file.readUInt16LE(at + 2 * i)),
  BF16: (file, at, i) => bitsToFloat(file.readUInt16LE(at + 2 * i) << 16),
};

const bits = new DataView(new ArrayBuffer(4));
function bitsToFloat(pattern) {
  bits.setInt32(0, pattern);
  return bits.getFloat32(0);
}

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfToFloat(half) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) throw new Error('Cannot read a weight: it is infinite or not a number.');
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
