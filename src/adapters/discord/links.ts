/** The links that bring Footnote to a server or to a person. */
import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

/** All a server has to grant: see the channel, read what is replied to, write there and in threads. */
export const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads;

/** Adds the bot and its commands to a server. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: PERMISSIONS.toString(),
    integration_type: '0',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** Gives one person the commands, wherever that person talks. */
export function personalLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: OAuth2Scopes.ApplicationsCommands,
    integration_type: '1',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
