import { renderReply } from '../../../src/adapters/discord/render.ts';
import { describeRenderer } from '../contract.ts';
import { createSampleResponder } from '../sample-responder.ts';
import { readMessage } from './reading.ts';

const { catalogue } = createSampleResponder();

describeRenderer('Discord', (reply) => readMessage(renderReply(reply, { catalogue, isPrivate: false })));
