/** How Slack reaches us, put together from what is configured: sockets or HTTP, one workspace or many. */
import { randomUUID } from 'node:crypto';
import { type AppOptions, HTTPReceiver, type InstallationStore } from '@slack/bolt';
import { createSocketTransport, type SocketOptions } from './sockets.ts';
import { createHttpTransport, joinTransports, type Transport } from './transport.ts';

/** Over sockets that we open (no public address), or over HTTP requests that Slack signs. */
export type SlackDoor =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string };

/** One workspace with its token, or all that install the app. */
export type SlackWorkspaces =
  | { readonly kind: 'one'; readonly botToken: string }
  | {
      readonly kind: 'many';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
      readonly installations: InstallationStore;
    };

/** What the app asks for when it is installed; `slack-manifest.yaml` lists the same, `docs/slack.md` why. */
export const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'groups:history',
  'im:history',
  'mpim:history',
] as const;

const DEFAULT_PORT = 3_000;
type Authorize = NonNullable<AppOptions['authorize']>;

export interface DoorOptions extends Omit<SocketOptions, 'appToken'> {
  readonly door: SlackDoor;
  readonly workspaces: SlackWorkspaces;
  readonly port?: number | undefined;
  /** Base of the Web API; the OAuth pages are beside it. */
  readonly apiUrl?: string | undefined;
}

/** The transport for a door, with the OAuth pages when there are several workspaces, and how these are authorised then. */
export function createDoor({ door, workspaces, port = DEFAULT_PORT, apiUrl, ...shared }: DoorOptions): {
  readonly transport: Transport;
  readonly authorize?: Authorize;
} {
  const { boltLog, clientOptions, log } = shared;
  const transports: Transport[] = [];
  let authorize: Authorize | undefined;
  if (door.kind === 'http' || workspaces.kind === 'many') {
    const receiver = new HTTPReceiver({
      // Over sockets the server is for the OAuth pages alone: nobody knows this secret, so no event gets in.
      signingSecret: door.kind === 'http' ? door.signingSecret : randomUUID(),
      logger: boltLog,
      ...(workspaces.kind === 'many' && {
        clientId: workspaces.clientId,
        clientSecret: workspaces.clientSecret,
        stateSecret: workspaces.stateSecret,
        installationStore: workspaces.installations,
        scopes: [...SCOPES],
        installerOptions: {
          clientOptions,
          ...(apiUrl !== undefined && { authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href }),
        },
      }),
    });
    const { installer } = receiver;
    if (installer) authorize = installer.authorize;
    transports.push(createHttpTransport(receiver, port, log));
  }
  if (door.kind === 'socket') {
    transports.push(createSocketTransport({ ...shared, appToken: door.appToken }));
  }
  return { transport: joinTransports(transports), ...(authorize && { authorize }) };
}
