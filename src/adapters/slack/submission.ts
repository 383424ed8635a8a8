/** The modal that asks for a question, submitted: answered in its place, in the time Slack gives or after it. */
import type { App, SlackViewAction } from '@slack/bolt';
import { settlesWithin } from '../pause.ts';
import { forRequest } from '../request.ts';
import { refusalText } from '../wording.ts';
import { say } from './answering.ts';
import { ASK_VIEW, QUESTION_BLOCK, QUESTION_INPUT, renderModal } from './pages.ts';
import { type Answer, type Asked, answerQuestion, plainAnswer, writeRedo } from './question.ts';
import { renderNotice } from './render.ts';
import { askerOf, conversationKey, type Room, workspaceOf } from './room.ts';

/** Slack waits 3 s for the answer to a submitted modal; past this it is told that the answer follows. */
const SUBMIT_PATIENCE_MS = 2_000;

const WORKING = 'Looking it up in the report…';

/** Listens for submitted questions. */
export function listenToSubmissions(app: App, room: Room): void {
  app.view(ASK_VIEW, async ({ ack, view, body, client, context }) => {
    const within = forRequest(room);
    const workspace = workspaceOf(context);
    const user = body.user.id;
    const words = view.state.values[QUESTION_BLOCK]?.[QUESTION_INPUT]?.value ?? '';
    const asked: Asked = {
      id: idOf(body),
      place: { workspace, user, conversation: conversationKey(context.teamId, user) },
      question: { kind: 'words', words },
      way: { kind: 'view', view: view.id },
    };
    const show = ({ message }: Answer) => ack({ response_action: 'update', view: renderModal(message) });

    let tellWhetherLate: (isLate: boolean) => void = () => {};
    const isLate = new Promise<boolean>((resolve) => {
      tellWhetherLate = resolve;
    });
    const answered = new Promise<Answer | undefined>((resolve) => {
      const started = room.workload.run(async () => {
        const answer = await answerOnce(asked, within);
        resolve(answer);
        if (!answer) return;
        const caller = { client, workspace, log: within.log };
        if (await isLate) await say(answer, asked, caller, within);
        room.intake.done(asked.id);
      });
      if (started !== 'started') resolve(plainAnswer(renderNotice(refusalText({ kind: 'full' }))));
    });

    const inTime = await settlesWithin(SUBMIT_PATIENCE_MS, answered);
    const answer = inTime ? await answered : plainAnswer(renderNotice(WORKING));
    try {
      await (answer ? show(answer) : ack());
    } finally {
      tellWhetherLate(!inTime);
    }
  });
}

/** Slack sends a trigger with what is submitted, which Bolt's types do not have; without it the state of the modal will do. */
function idOf(body: SlackViewAction): string {
  const { trigger_id } = body as { readonly trigger_id?: string };
  return trigger_id === undefined ? `view:${body.view.id}:${body.view.hash}` : `trigger:${trigger_id}`;
}

/** The answer, or why there is none now; undefined when somebody else has answered. */
async function answerOnce(asked: Asked, room: Room): Promise<Answer | undefined> {
  const asker = askerOf(asked.place, room.since);
  const admission = await room.intake.admit(asked.id, asker, writeRedo(asked));
  switch (admission.kind) {
    case 'taken':
      return undefined;
    case 'away':
    case 'wait':
      return plainAnswer(renderNotice(refusalText(admission)));
    case 'go': {
      const answer = await answerQuestion(asked.question, asked.way, asker, room);
      return (await room.intake.sending(asked.id)) ? answer : undefined;
    }
  }
}
