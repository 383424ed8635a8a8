/** Decides what one question asks for, with what is remembered of the conversation. */
import type { AnswerIntent, GapIntent } from '../intent.ts';
import { isNumber, type Reading, type Word } from '../language/reader.ts';
import type { Candidate, Match, Matcher } from '../matcher/matcher.ts';
import type { Pack } from '../pack.ts';
import { actOf, isEnding } from './acts.ts';
import { createAnswers, type PackAnswers } from './answers.ts';
import { hasName, type Leaning, leaningOf } from './context.ts';
import { contradicted } from './contraries.ts';
import { displayedFigure } from './figures.ts';
import { createFollowUps, type FollowUp, type FollowUps } from './followups.ts';
import { type Memory, type Topic, within } from './memory.ts';
import { createMentions } from './mentions.ts';
import { createPerformance } from './performing.ts';
import { isName, keyOf, type PhraseIndex } from './phrase-index.ts';
import { refusedFor } from './refusals.ts';
import type { Request } from './requests.ts';

export interface DialogueOptions {
  readonly pack: Pack;
  readonly matcher: Matcher;
  /** Of this pack, by the matcher's reader. */
  readonly phrases: () => PhraseIndex;
}

export interface Interpretation {
  readonly answers: PackAnswers;
  request(reading: Reading, memory: Memory): Request;
}

/** What "no more questions" is read as, for packs to answer in their own words. */
const FAREWELL = 'goodbye';
/** Below this nothing fits a follow-up. */
const MIN_FIT = 0.1;
/** How much better than the next other answer it has to fit. */
const MIN_LEAD = 1.1;
/** How much better a gap may fit than what rests on the passage just spoken of. */
const MAX_GAP_LEAD = 1.2;
/** With such a lead less is enough. */
const WEAK_FIT = 0.05;
const WEAK_LEAD = 1.5;
/** How well a question that does not lean on another has to fit to be read as one that does. */
const SURE_FIT = 0.25;
/** What the classifier makes of the follow-up alone counts little: most of its words are missing. */
const ALONE_POWER = 0.25;
const ALONE_FLOOR = 0.1;
/** Those who speak, or are said to; and how sure a question has to be without one of them. */
const SPEAKING_KINDS: ReadonlySet<string> = new Set(['person', 'organisation']);
const MIN_MISNAMED = 0.8;
/** A gap that is less likely than this gives way to an answer that has the question's figure, or another in its place. */
const MIN_SURE_GAP = 0.5;
/** A unit beside a figure may be what a gap asks for, if that is as likely as this. */
const MIN_LIKELY_GAP = 0.2;
/** A question that says this much, a name among it, and is understood this surely by itself needs nothing said before. */
const MIN_WHOLE_WORDS = 4;
const MIN_WHOLE = 0.9;
/** However little it says, a question that is understood this surely by itself needs nothing said before. */
const MIN_CERTAIN = 0.98;
/** How sure a question about an answer has to be understood by itself when there is no answer: "sources?". */
const MIN_ALONE = 0.7;
/** What can be asked of an answer by naming what it is about: "what was the source for the pay?". */
const OF_A_NAMED_ANSWER: ReadonlySet<string> = new Set(['source', 'confirmed', 'quote']);

export function createInterpretation({ pack, matcher, phrases }: DialogueOptions): Interpretation {
  const { reader } = matcher;
  const answers = createAnswers(pack);
  let made: FollowUps | undefined;
  // Made when first needed: a question by itself needs none.
  const followUps = () => {
    made ??= createFollowUps({ pack, reader, index: phrases(), textsOf: answers.textsOf });
    return made;
  };
  const mentions = createMentions(reader, answers, followUps);
  const perform = createPerformance(pack, answers, mentions, (intent) => followUps().typeOf(intent));

  const surenessOf = ({ candidates: [top] }: Match) => top?.confidence ?? 0;

  /** The intent that was matched for sure. */
  const matchedIntent = ({ kind, candidates: [top] }: Match) =>
    kind === 'matched' && top ? answers.intent(top.intent) : undefined;

  /** What fits within a topic, weighed with what the classifier makes of the words alone. */
  const ranked = (
    leaning: Leaning,
    topic: Topic,
    answered: readonly AnswerIntent[],
    { candidates }: Match,
  ): readonly FollowUp[] => {
    const isSpokenOf = (word: Word) =>
      topic.known.has(keyOf(word)) || answered.some((intent) => mentions.speaksOf(intent, word));
    const fresh = new Set(leaning.said.filter((word) => isName(word) && !isSpokenOf(word)).map(keyOf));
    const alone = new Map(candidates.map(({ intent, confidence }) => [intent, confidence]));
    const weight = (id: string) => ((alone.get(id) ?? 0) + ALONE_FLOOR) ** ALONE_POWER;
    return followUps()
      .rank({ ...within(leaning, topic, answers), fresh })
      .map((one) => ({ ...one, fit: one.fit * weight(one.intent.id) }))
      .sort((a, b) => b.fit - a.fit);
  };

  /** Whether the report is known not to answer it, with such confidence at least. */
  const isGapOf = (match: Match, confidence: number) =>
    matchedIntent(match)?.kind === 'gap' && surenessOf(match) >= confidence;

  const serves = (one: AnswerIntent | GapIntent, other: AnswerIntent | GapIntent) =>
    one.kind === 'answer' && other.kind === 'answer' && answers.relation(one, other) === 'passage';

  /** An answer about an answer; undefined when the question does not ask for one. */
  const acted = (reading: Reading, match: Match, memory: Memory): Request | undefined => {
    const act = actOf(reading);
    const { last, topic, answered, isStale } = memory;
    if (act && last && topic && (!isStale || act.pointsBack || act.isFigure)) {
      const readings = ranked(leaningOf(reading), topic, answered, match).filter(
        ({ fit }) => fit >= SURE_FIT,
      );
      return perform(act.kind, { reading, last, asked: topic.question, answered, readings });
    }
    const isAnswered = matchedIntent(match)?.kind === 'answer';
    const standsAlone = isAnswered && !isStale && surenessOf(match) >= MIN_ALONE;
    if (act && !(standsAlone && (act.kind === 'source' || act.kind === 'date'))) return nothingBefore(memory);
    if (isAnswered || isGapOf(match, MIN_WHOLE)) return undefined;
    for (const answer of answered) {
      const texts = [answer.question, ...answers.textsOf(answer)];
      const known = new Set(texts.flatMap((text) => reader.read(text).words.map(keyOf)));
      const named = actOf(reading, (word) => known.has(keyOf(word)));
      if (named && OF_A_NAMED_ANSWER.has(named.kind))
        return perform(named.kind, { reading, last: answer, asked: reading, answered, readings: [] });
    }
    return undefined;
  };

  /** What rests on the passage just spoken of comes before a gap that fits hardly better. */
  const onTopic = (fitting: readonly FollowUp[], topic: Topic): readonly FollowUp[] => {
    const [best] = fitting;
    if (best?.intent.kind !== 'gap') return fitting;
    const told = fitting.find(
      ({ intent, fit }) =>
        intent.kind === 'answer' &&
        fit * MAX_GAP_LEAD >= best.fit &&
        answers.relation(intent, topic.intent) === 'passage',
    );
    return told
      ? [told, ...fitting.filter(({ intent }) => intent.kind === 'answer' && intent !== told.intent)]
      : fitting;
  };

  const followed = (
    reading: Reading,
    leaning: Leaning,
    { topic, answered }: Memory,
    match: Match,
  ): Request | undefined => {
    if (!topic) return undefined;
    const [best, ...others] = onTopic(ranked(leaning, topic, answered, match), topic);
    if (!best || best.intent === matchedIntent(match)) return undefined;
    const isWeak = best.intent.kind === 'answer' && best.fit < SURE_FIT;
    if (isWeak && leaning.lean !== 'repair' && isGapOf(match, MIN_WHOLE)) return undefined;
    const rival = others.find(({ intent }) => !serves(intent, best.intent));
    const lead = best.fit / (rival?.fit ?? Number.MIN_VALUE);
    const fits = leaning.lean
      ? (best.fit >= MIN_FIT && lead >= MIN_LEAD) || (best.fit >= WEAK_FIT && lead >= WEAK_LEAD)
      : best.fit >= SURE_FIT && lead >= MIN_LEAD;
    if (fits) return found(best, reading, 'In this conversation');
    if (!leaning.lean || !rival) return undefined;
    const areClose = [best, rival].every(({ fit, intent }) => fit >= MIN_FIT && intent.kind === 'answer');
    return areClose ? eitherOf([best, rival]) : undefined;
  };

  /** Whether a question is understood by itself, whatever was said before. */
  const isWhole = (reading: Reading, { lean, type, said }: Leaning, match: Match) => {
    const sureness = surenessOf(match);
    if (match.kind !== 'matched' || lean === 'repair') return false;
    if (sureness >= MIN_CERTAIN) return true;
    // "And the Danes in the lifeboat?" names much, and leaves what is asked to the question before.
    const leavesOut = lean === 'pointer' || (lean === 'continuation' && type === 'none');
    return !leavesOut && sureness >= MIN_WHOLE && hasName(reading) && said.length >= MIN_WHOLE_WORDS;
  };

  /** What is said of a name or a figure that stands alone. */
  const namedAlone = (reading: Reading, { said }: Leaning, match: Match): Request | undefined => {
    // "16,000 tickets?" asks about tickets, if that is something to ask about.
    const isGap = ({ intent, confidence }: Candidate) =>
      confidence >= MIN_LIKELY_GAP && answers.intent(intent)?.kind === 'gap';
    const units = match.candidates.some(isGap) ? 0 : 1;
    if (matchedIntent(match)?.kind === 'answer' || !mentions.isBare(said, units)) return undefined;
    const [mention] = mentions.find(said);
    return mention && found(mention, reading, 'As a name or a figure that stands alone');
  };

  /** The same of a figure, which hardly asks the same of another, as a name may; or that no claim has it. */
  const figureAlone = (reading: Reading, leaning: Leaning, match: Match, memory: Memory) => {
    const figure = leaning.said.find((word) => isNumber(word) && !isName(word));
    if (!figure) return undefined;
    if (answers.all.some((intent) => mentions.speaksOf(intent, figure)))
      return namedAlone(reading, leaning, match);
    return mentions.isBare(leaning.said, 0) ? unknownFigure(figure, memory) : undefined;
  };

  /** A likely answer of which the question says the contrary. */
  const contrary = (reading: Reading, { candidates }: Match): Request | undefined => {
    for (const { intent: id, confidence } of candidates) {
      const [intent] = answers.of([id]);
      if (intent && contradicted(reading, answers.claimsOf(intent), reader).length > 0)
        return { kind: 'found', intent, confidence, reading, why: 'It says the contrary of a claim.' };
    }
    return undefined;
  };

  /** What the question asks for without one of its names: the answer sets right whom it names instead. */
  const misnamed = (reading: Reading): Request | undefined => {
    for (const term of reading.terms.filter(({ kind }) => SPEAKING_KINDS.has(kind))) {
      const words = reading.words.filter((word) => word.term !== term);
      const terms = reading.terms.filter((other) => other !== term);
      const match = matcher.matchReading({ words, terms });
      const intent = matchedIntent(match);
      const confidence = surenessOf(match);
      if (intent?.kind !== 'answer' || terms.length === 0 || confidence < MIN_MISNAMED) continue;
      const why = `Without “${term.term}” it was understood.`;
      return { kind: 'found', intent, confidence, reading, why };
    }
    return undefined;
  };

  return {
    answers,
    request(said, memory) {
      const reading = isEnding(said) ? reader.read(FAREWELL) : said;
      const match = matcher.matchReading(reading);
      const alone: Request = { kind: 'match', reading, match };
      const act = acted(reading, match, memory);
      if (act) return act;
      const matched = matchedIntent(match);
      const leaning = leaningOf(reading);
      // "How much tho" is a question, however chatty, when there is something it can be about.
      const isChat =
        matched?.kind === 'smalltalk' && !(memory.topic && leaning.lean && leaning.type !== 'none');
      const figure = figureAlone(reading, leaning, match, memory);
      // "10/10" is praise, but a figure that the report gives is asked about.
      if (figure && (figure.kind === 'found' || !isChat)) return figure;
      if (isChat) return alone;
      const mayLean =
        (leaning.lean || match.kind !== 'matched') &&
        leaning.said.length > 0 &&
        !isWhole(reading, leaning, match) &&
        // Whatever went before, an opinion or what came later is not in the report.
        !(matched?.kind === 'gap' && refusedFor(reading, pack.report.date));
      const follow = mayLean && followed(reading, leaning, memory, match);
      if (follow) return follow;
      const name = namedAlone(reading, leaning, match);
      if (name) return name;
      if (match.kind === 'matched' && (matched?.kind !== 'gap' || isGapOf(match, MIN_SURE_GAP))) return alone;
      // "What is 2 plus 2?" has nothing to do with the report, whatever figures that has.
      const [figured] = match.kind === 'unmatched' ? [] : mentions.withFigures(leaning.said);
      if (figured && figured.fit >= MIN_FIT) return found(figured, reading, 'By its figures');
      if (match.kind === 'matched') return alone;
      return contrary(reading, match) ?? misnamed(reading) ?? alone;
    },
  };
}

function found({ intent, fit, phrase }: FollowUp, reading: Reading, how: string): Request {
  const why = `${how} it was read as “${phrase}” (fit ${fit.toFixed(2)}).`;
  return { kind: 'found', intent, confidence: Math.min(fit, 1), reading, why };
}

/** Several answers that fit a follow-up about as well: the person is asked. */
function eitherOf([first, ...others]: readonly [FollowUp, ...FollowUp[]]): Request {
  return { kind: 'either', intents: [first.intent.id, ...others.map(({ intent }) => intent.id)] };
}

function unknownFigure({ text }: Word, { last }: Memory): Request {
  return {
    kind: 'untold',
    reason: 'gap',
    text: `The report does not give the figure ${displayedFigure(Number(text))}.`,
    nearest: last ? [last.id, ...last.related] : [],
    why: 'It is a figure that stands alone, and no claim has it.',
  };
}

function nothingBefore({ isStale }: Memory): Request {
  const text = isStale
    ? 'I had no answer to your last question, so there is nothing more to say of it. Please ask again with the subject in it.'
    : 'I have not answered anything before this that it could be about. Please ask with the subject in it.';
  return {
    kind: 'untold',
    reason: 'unmatched',
    text,
    nearest: [],
    why: 'It asks about an answer, and there is none it could be about.',
  };
}
