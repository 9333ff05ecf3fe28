import { describe, expect, it } from 'vitest';
import { findMine } from '../../src/delivery/reconcile';
import type { FeedbackRecord } from '../../src/domain/feedback';
import { ANSWER } from '../support/people';

const ADA = 'aaaaaaaa-0000-4000-8000-000000000000';
const BOB = 'bbbbbbbb-0000-4000-8000-000000000000';
const NOW = Date.parse('2026-01-01T12:00:00Z');
const SENT = { rating: 'up', comment: 'Words', at: NOW - 10_000 } as const;

let lastId = 0;
const record = (more: Partial<FeedbackRecord> = {}): FeedbackRecord => ({
  id: `00000000-0000-4000-8000-${String(++lastId).padStart(12, '0')}`,
  created_at: new Date(NOW - 9_000).toISOString(),
  updated_at: new Date(NOW).toISOString(),
  given_by: { id: ADA },
  status: 'to_review',
  feedback: 'Words',
  context: { conversation_id: ANSWER.conversationId.toUpperCase(), query_id: ANSWER.queryId },
  is_positive: true,
  ...more,
});
const ago = (ms: number) => new Date(NOW - ms).toISOString();

describe('reconcile', () => {
  describe('with a known giver', () => {
    it('keeps the oldest record and names the later ones', () => {
      const [late, old, middle] = [record(), record({ created_at: ago(90_000), is_positive: null }), record({ created_at: ago(50_000) })];
      expect(findMine([late, old, middle], ANSWER, ADA.toUpperCase(), null, NOW)).toEqual({
        record: { id: old.id, rating: 'neutral', comment: 'Words', isMine: true },
        duplicates: [middle.id, late.id],
        isUnclear: false,
      });
    });

    it('passes over other people, other answers and other conversations', () => {
      const others = [
        record({ given_by: { id: BOB } }),
        record({ context: { conversation_id: ANSWER.conversationId, query_id: 1 } }),
        record({ context: { conversation_id: ADA, query_id: 0 } }),
      ];
      expect(findMine(others, ANSWER, ADA, SENT, NOW)).toEqual({ record: null, duplicates: [], isUnclear: false });
    });
  });

  describe('with an unknown giver', () => {
    it('finds what was sent, and does not call it this person’s', () => {
      const one = record({ feedback: ' Words ' });
      expect(findMine([one], ANSWER, null, SENT, NOW)).toMatchObject({ record: { id: one.id, isMine: false }, isUnclear: false });
    });

    it('says nothing is there when the answer has no record', () => {
      const other = record({ context: { conversation_id: ANSWER.conversationId, query_id: 1 } });
      expect(findMine([other], ANSWER, null, SENT, NOW)).toEqual({ record: null, duplicates: [], isUnclear: false });
    });

    it.each([
      ['another rating', [record({ is_positive: false })]],
      ['other words', [record({ feedback: 'Other' })]],
      ['an older time', [record({ created_at: ago(3_600_000) })]],
      ['a later time', [record({ created_at: ago(-3_600_000) })]],
      ['a second record', [record(), record()]],
      ['another giver in the list', [record(), record({ given_by: { id: BOB }, context: { conversation_id: ADA, query_id: 9 } })]],
    ])('finds it unclear with %s', (_, records) => {
      expect(findMine(records, ANSWER, null, SENT, NOW)).toEqual({ record: null, duplicates: [], isUnclear: true });
    });
  });
});
