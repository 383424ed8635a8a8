/** Does what a person wants with an answer: names its source, its date, its words, another figure, or goes on. */
import type { AnswerIntent } from '../intent.ts';
import type { QuestionType } from '../language/question.ts';
import type { Reading } from '../language/reader.ts';
import type { Pack } from '../pack.ts';
import type { Claim } from '../report.ts';
import type { ActKind } from './acts.ts';
import type { PackAnswers } from './answers.ts';
import { asksBehind } from './context.ts';
import { byFigure } from './figures.ts';
import type { FollowUp } from './followups.ts';
import { aboutAnswer, claimsAbout } from './ledger.ts';
import type { Mentions } from './mentions.ts';
import type { Request } from './requests.ts';

/** What an act is performed upon. */
export interface Occasion {
  readonly reading: Reading;
  /** The answer it is about. */
  readonly last: AnswerIntent;
  /** The question that it was given to. */
  readonly asked: Reading;
  /** All answers given, the latest first. */
  readonly answered: readonly AnswerIntent[];
  /** The questions it may also be read as, best first. */
  readonly readings: readonly FollowUp[];
}

export type Perform = (act: ActKind, occasion: Occasion) => Request;

export function createPerformance(
  pack: Pack,
  answers: PackAnswers,
  mentions: Mentions,
  typeOf: (intent: AnswerIntent) => QuestionType,
): Perform {
  /** The next answer whose passages have not been shown: of the same group first, then along the related ones. */
  const more = (last: AnswerIntent, answered: readonly AnswerIntent[]): AnswerIntent | undefined => {
    const shown = new Set(answered.flatMap(answers.linesOf));
    const isNew = (intent: AnswerIntent) => !answers.linesOf(intent).some((line) => shown.has(line));
    const ofGroup = answers.all.filter((intent) => intent.group === last.group && isNew(intent));
    const related = new Set([last]);
    for (const intent of related) for (const next of answers.of(intent.related)) related.add(next);
    return (
      ofGroup.find((intent) => last.related.includes(intent.id)) ?? ofGroup[0] ?? [...related].find(isNew)
    );
  };

  /** An answer near the last one that rests on a confirmation. */
  const confirmation = (last: AnswerIntent): AnswerIntent | undefined => {
    if (answers.claimsOf(last).some((claim) => claim.standing === 'confirmed')) return undefined;
    return answers
      .of(last.related)
      .find((intent) => answers.claimsOf(intent).every((claim) => claim.standing === 'confirmed'));
  };

  /** An answer that tells when, resting on the very claims of the last one. */
  const dated = (last: AnswerIntent): AnswerIntent | undefined => {
    const claims = answers.claimsOf(last);
    return answers.all.find(
      (intent) =>
        typeOf(intent) === 'when' && answers.claimsOf(intent).every((claim) => claims.includes(claim)),
    );
  };

  /** Who stands behind those who speak in the last answer: an answer that was ranked, or one that came through them. */
  const behind = (last: AnswerIntent, [best]: readonly FollowUp[]): AnswerIntent | undefined => {
    const isWho = (intent: AnswerIntent) =>
      intent !== last && typeOf(intent) === 'who' && answers.relation(intent, last) !== 'none';
    if (best?.intent.kind === 'answer' && isWho(best.intent)) return best.intent;
    const speakers = new Set(answers.claimsOf(last).map((claim) => claim.speaker));
    const isThrough = ({ speaker, outlet }: Claim) =>
      outlet !== undefined && speaker !== outlet && speakers.has(outlet);
    return answers.all.find((intent) => isWho(intent) && answers.claimsOf(intent).some(isThrough));
  };

  /** An answer that was ranked and gives these very claims. */
  const quoted = (told: readonly Claim[], [best]: readonly FollowUp[]): AnswerIntent | undefined => {
    if (best?.intent.kind !== 'answer') return undefined;
    const claims = answers.claimsOf(best.intent);
    return claims.length === told.length && told.every((claim) => claims.includes(claim))
      ? best.intent
      : undefined;
  };

  return (act, { reading, last, asked, answered, readings }) => {
    const about = (intent: AnswerIntent | undefined, otherwise: string): Request => {
      const why = `It asks about the answer to “${last.question}” (${act}).`;
      return intent
        ? { kind: 'about', intent, why }
        : { kind: 'untold', reason: 'gap', text: otherwise, nearest: last.related, why };
    };
    switch (act) {
      case 'higher':
      case 'lower':
      case 'other':
        return about(
          byFigure(act, { last, asked, answers, mentions, typeOf }),
          'The report gives no other figure for that.',
        );
      case 'more':
        return about(more(last, answered), 'That is all the report says of it.');
      case 'date':
        return about(
          dated(last) ?? aboutAnswer(act, last, answers.claimsOf(last)),
          'The report gives no date for that.',
        );
      case 'confirmed':
        return about(confirmation(last) ?? aboutAnswer(act, last, answers.claimsOf(last)), NOTHING);
      case 'source':
        return about(
          (asksBehind(reading) ? behind(last, readings) : undefined) ??
            aboutAnswer(act, last, answers.claimsOf(last)),
          NOTHING,
        );
      case 'quote': {
        const told = claimsAbout(act, answers.claimsOf(last), pack.claims);
        return about(quoted(told, readings) ?? aboutAnswer(act, last, told), NOTHING);
      }
    }
  };
}

const NOTHING = 'The report does not tell.';
