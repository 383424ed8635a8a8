/** FNV-1a (Fowler, Noll, Vo 1991) over little-endian 32-bit words instead of bytes: finds damage, proves nothing. */
export function checksum(view: DataView, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at + 4 <= to; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x01000193);
  return hash >>> 0;
}
