import { describe, expect, it } from 'vitest';
import {
  expectedCalibrationError,
  type Judged,
  reliabilityBins,
  riskByCoverage,
} from '../../src/commands/reliability.ts';

const many = (count: number, confidence: number, right: boolean): Judged[] =>
  Array.from({ length: count }, () => ({ confidence, right }));

describe('reliabilityBins', () => {
  it('puts certainty into the last bin and counts every question once', () => {
    const bins = reliabilityBins([...many(3, 1, true), ...many(2, 0, false), ...many(1, 0.1, true)]);
    expect(bins).toHaveLength(10);
    expect(bins.map(({ questions }) => questions)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
  });
});

describe('expectedCalibrationError', () => {
  it('is nothing when confidence says what happens', () => {
    expect(expectedCalibrationError([...many(9, 0.9, true), ...many(1, 0.9, false)])).toBeCloseTo(0, 12);
  });

  it('is the gap between what was said and what happened, weighted by questions', () => {
    const judged = [...many(5, 0.95, false), ...many(15, 0.45, true)];
    expect(expectedCalibrationError(judged)).toBeCloseTo(0.25 * 0.95 + 0.75 * 0.55, 12);
  });

  it('is nothing without questions', () => {
    expect(expectedCalibrationError([])).toBe(0);
  });
});

describe('riskByCoverage', () => {
  it('answers the surest first and ends with all', () => {
    expect(
      riskByCoverage([
        { confidence: 0.2, right: false },
        { confidence: 0.9, right: true },
        { confidence: 0.5, right: false },
        { confidence: 0.5, right: true },
      ]),
    ).toEqual([
      { confidence: 0.9, coverage: 0.25, risk: 0 },
      { confidence: 0.5, coverage: 0.75, risk: 1 / 3 },
      { confidence: 0.2, coverage: 1, risk: 0.5 },
    ]);
  });
});
