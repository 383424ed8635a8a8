/** The thread in which texts are encoded: reads the encoder, then takes texts and gives their encodings back. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createEncoder, type Encoder, loadEncoder } from '../core/meaning/encoder.ts';
import { EncoderAssetError } from '../core/meaning/encoder-asset.ts';

/** What the thread is started with. */
export interface EncoderWorkerData {
  /** Path of the encoder's bytes, or the bytes themselves. */
  readonly asset: string | Uint8Array;
}

/** What the thread says: once whether it can be used, then the encodings of each list of texts, one after the other. */
export type EncoderWorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'encoded'; readonly encodings: Int8Array };

function open(asset: string | Uint8Array): Encoder {
  if (typeof asset !== 'string') return createEncoder(asset);
  const source = JSON.stringify(asset);
  try {
    return readEncoder(asset);
  } catch (error) {
    if (error instanceof EncoderAssetError) throw new EncoderAssetError(error.fact, source);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new EncoderAssetError(code === 'ENOENT' ? 'there is no such file' : message, source);
  }
}

function readEncoder(path: string): Encoder {
  const file = openSync(path, 'r');
  try {
    return loadEncoder(fstatSync(file).size, (room) => {
      let read = 0;
      let count = 1;
      while (read < room.length && count > 0) {
        count = readSync(file, room, read, room.length - read, read);
        read += count;
      }
    });
  } finally {
    closeSync(file);
  }
}

function serve(): void {
  if (!parentPort) throw new Error('Cannot encode texts: this program runs only as a thread of another.');
  const port = parentPort;
  const say = (message: EncoderWorkerMessage, moved: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, moved);
  let encoder: Encoder;
  try {
    encoder = open((workerData as EncoderWorkerData).asset);
  } catch (error) {
    say({ kind: 'unusable', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  port.on('message', (texts: readonly string[]) => {
    const encodings = new Int8Array(texts.length * encoder.dimensions);
    for (const [i, encoding] of encoder.encodeAll(texts).entries())
      encodings.set(encoding, i * encoder.dimensions);
    say({ kind: 'encoded', encodings }, [encodings.buffer]);
  });
  say({ kind: 'ready' });
}

serve();
