/** A way to a server that can be shut, so that the server is gone for those who use it, and opened again. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Gate {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  /** Keeps connections and lets nothing through, as a network does that has vanished. */
  freeze(): void;
  /** Lets through what comes from now on, over the same connections. */
  thaw(): void;
  open(): Promise<void>;
}

/** A gate to a port of this machine, open. */
export async function openGate(to: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  let frozen = false;

  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const pass = (from: Socket, onwards: Socket) => {
    sockets.add(from);
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      onwards.destroy();
    });
    from.on('data', (bytes) => {
      if (!frozen) onwards.write(bytes);
    });
  };
  const open = () =>
    new Promise<void>((resolve, reject) => {
      if (frozen) cut();
      frozen = false;
      if (server) return resolve();
      const listening = createServer((client) => {
        const target = connect(to, '127.0.0.1');
        pass(client, target);
        pass(target, client);
      });
      listening.on('error', reject);
      listening.listen(port, '127.0.0.1', () => {
        const address = listening.address();
        if (typeof address === 'object' && address) port = address.port;
        server = listening;
        resolve();
      });
    });
  await open();
  return {
    get port() {
      return port;
    },
    open,
    shut() {
      const closing = new Promise<void>((resolve) => {
        if (server) server.close(() => resolve());
        else resolve();
      });
      server = undefined;
      cut();
      return closing;
    },
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
    },
  };
}
