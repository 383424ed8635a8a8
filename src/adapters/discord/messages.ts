/** Answers messages: mentions, direct messages, replies and follow-ups in threads. */
import { ChannelType, type Message } from 'discord.js';
import { refusalText } from '../wording.ts';
import { utteranceOf } from './addressing.ts';
import { renderNotice } from './pages.ts';
import { type Answer, answerQuestion, type MessageQuestion, plainAnswer, writeRedo } from './question.ts';
import { askerOf, type Room } from './room.ts';
import { notePosted, sendReply } from './sending.ts';

/** Milliseconds after which "is typing" says that something is coming; a usual answer is there long before. */
const TYPING_AFTER_MS = 400;

/** Answers one message that addresses the bot; resolves when it is answered or nothing more can be done. */
export async function answerMessage(message: Message, room: Room): Promise<void> {
  const asked = questionIn(message);
  const asker = askerOf(asked, room.since);
  const redo = writeRedo(asked);
  const typing = setTimeout(() => {
    if ('sendTyping' in message.channel) message.channel.sendTyping().catch(() => undefined);
  }, TYPING_AFTER_MS);
  try {
    const admission = await room.intake.admit(asked.id, asker, redo);
    if (admission.kind === 'taken') return;
    const answer =
      admission.kind === 'go'
        ? await answerQuestion(asked.question, { isPrivate: false }, asker, room)
        : plainAnswer(renderNotice(refusalText(admission)));
    if (admission.kind !== 'go' && !room.intake.mayTell(admission, asker)) return room.intake.done(asked.id);
    clearTimeout(typing);
    if (!(await deliver(asked, answer, room))) room.later({ id: asked.id, redo, sending: true });
  } finally {
    clearTimeout(typing);
  }
}

/** Says that there is too much to answer, once in a while in each channel. */
export async function refuseMessage(message: Message, room: Room): Promise<void> {
  const asked = questionIn(message);
  const refusal = { kind: 'full' } as const;
  if (!room.intake.mayTell(refusal, askerOf(asked))) return;
  room.log.warn({}, 'Too much is asked: some questions are refused');
  await sendReply(asked, renderNotice(refusalText(refusal)), room);
}

/** Sends the answer and writes down that it was sent; false when it is worth trying again later. */
export async function deliver(asked: MessageQuestion, answer: Answer, room: Room): Promise<boolean> {
  if (!(await room.intake.sending(asked.id))) return true;
  const sending = await sendReply(asked, answer.message, room);
  if (sending.kind === 'later') return false;
  room.intake.done(asked.id);
  if (sending.kind === 'sent') notePosted(answer, asked, sending.id, room);
  return true;
}

function questionIn({ id, author, channel, channelId, content, attachments }: Message): MessageQuestion {
  const isDirect = channel.type === ChannelType.DM;
  // Without the MessageContent gateway intent a reply that does not ping arrives as nothing at all.
  const isWithheld = content === '' && attachments.size === 0 && !isDirect;
  return {
    kind: 'message',
    id,
    user: author.id,
    channel: channelId,
    isDirect,
    question: isWithheld ? { kind: 'withheld' } : { kind: 'words', words: utteranceOf(content) },
  };
}
