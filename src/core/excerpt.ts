/** Finds the report's own words on what was asked, when no curated answer fits. */
import type { Reader, Reading } from './language/reader.ts';
import type { Excerpt } from './reply.ts';
import type { Report } from './report.ts';

/** Passages shown at most. */
export const MAX_EXCERPTS = 3;
/**
 * Share of the question's weight that a passage must explain: two of three telling words, so that one shared name
 * does not make a passage speak of the question.
 */
const MIN_EXPLAINED = 0.6;

export interface ExcerptFinder {
  /** The passages that speak of what was asked, best first; none when nothing does. */
  find(question: Reading): readonly Excerpt[];
}

/** Weighs words by how few passages use them (smoothed inverse document frequency). */
export function createExcerptFinder(
  report: Report,
  reader: Reader,
  isTelling: (stem: string) => boolean,
): ExcerptFinder {
  const passages = report.passages.map((passage) => {
    const reading = reader.read(passage.text);
    return {
      passage,
      stems: new Set(reading.words.map((w) => w.stem)),
      terms: new Set(reading.terms.map((t) => t.term)),
    };
  });
  const weigh = (stem: string) => {
    const holding = passages.filter((p) => p.stems.has(stem)).length;
    return Math.log((1 + passages.length) / (1 + holding));
  };
  return {
    find(question) {
      const words = question.words.filter((w) => isTelling(w.stem));
      const weights = words.map((w) => weigh(w.stem));
      const total = weights.reduce((sum, w) => sum + w, 0);
      if (total === 0) return [];
      return passages
        .map(({ passage, stems, terms }) => {
          const explained = words.reduce((sum, word, i) => {
            const has = stems.has(word.stem) || (word.term !== undefined && terms.has(word.term.term));
            return has ? sum + (weights[i] ?? 0) : sum;
          }, 0);
          return { passage, score: explained / total };
        })
        .filter(({ score }) => score >= MIN_EXPLAINED)
        .sort((a, b) => b.score - a.score || a.passage.line - b.passage.line)
        .slice(0, MAX_EXCERPTS)
        .map(({ passage }) => ({ passage: passage.line, quote: passage.text.trim() }));
    },
  };
}
