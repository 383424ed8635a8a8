/** The answers of a pack as a conversation moves among them: what they rest on, what they are asked for, which are near. */
import type { AnswerIntent, GapIntent, Intent } from '../intent.ts';
import type { Pack } from '../pack.ts';
import type { Claim } from '../report.ts';

/** They rest on the same passage; one leads on to the other, or a gap to what is near it; they stand in one group. */
export type Relation = 'passage' | 'related' | 'group' | 'none';

export interface PackAnswers {
  readonly all: readonly AnswerIntent[];
  /** Those of these ids that are answers. */
  of(ids: readonly string[]): readonly AnswerIntent[];
  intent(id: string): Intent | undefined;
  claimsOf(intent: AnswerIntent): readonly Claim[];
  linesOf(intent: AnswerIntent): readonly number[];
  /** What two have to do with each other, whichever way round. */
  relation(a: AnswerIntent | GapIntent, b: AnswerIntent | GapIntent): Relation;
  /** Everything that is said in an answer and its claims. */
  textsOf(intent: AnswerIntent | GapIntent): readonly string[];
}

export function createAnswers(pack: Pack): PackAnswers {
  const intents = new Map(pack.intents.map((intent) => [intent.id, intent]));
  const claims = new Map(pack.claims.map((claim) => [claim.id, claim]));
  const all = pack.intents.filter((intent) => intent.kind === 'answer');
  const claimsOf = ({ answer }: AnswerIntent) => [
    ...new Set(answer.flatMap((s) => s.claims.flatMap((id) => claims.get(id) ?? []))),
  ];
  const linesOf = (intent: AnswerIntent) => claimsOf(intent).map((claim) => claim.passage);
  const neighbours = (intent: AnswerIntent | GapIntent) =>
    intent.kind === 'answer' ? [intent.id, ...intent.related] : intent.nearest;

  return {
    all,
    of: (ids) =>
      ids.flatMap((id) => {
        const intent = intents.get(id);
        return intent?.kind === 'answer' ? [intent] : [];
      }),
    intent: (id) => intents.get(id),
    claimsOf,
    linesOf,
    relation(a, b) {
      const [near, other] = [neighbours(a), neighbours(b)];
      if (a.kind === 'gap' || b.kind === 'gap')
        return near.some((id) => other.includes(id)) ? 'related' : 'none';
      if (linesOf(a).some((line) => linesOf(b).includes(line))) return 'passage';
      if (near.includes(b.id) || other.includes(a.id)) return 'related';
      return a.group === b.group ? 'group' : 'none';
    },
    textsOf(intent) {
      if (intent.kind === 'gap') return [];
      return [
        ...intent.answer.map((statement) => statement.text),
        ...claimsOf(intent).flatMap(({ quote, speaker = '', role = '', outlet = '' }) => [
          quote,
          speaker,
          role,
          outlet,
        ]),
      ];
    },
  };
}
