import { describe, expect, it } from 'vitest';
import type { FeedbackRecord } from '../../src/domain/feedback';
import { findMine, type Search } from '../../src/domain/find-record';
import { ANSWER } from '../support/people';

const ADA = 'aaaaaaaa-0000-4000-8000-000000000000';
const BOB = 'bbbbbbbb-0000-4000-8000-000000000000';
const NOW = Date.parse('2026-01-01T12:00:00Z');
const SENT = { rating: 'up', comment: 'Words', at: NOW - 10_000, isServerTime: false } as const;

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

const find = (records: readonly FeedbackRecord[], more: Partial<Search>) =>
  findMine(records, {
    answer: ANSWER,
    author: null,
    isPersonKnown: false,
    ids: [],
    wanted: null,
    posted: [],
    adopted: null,
    now: NOW,
    clockOffset: null,
    ...more,
  });

describe('findMine', () => {
  it("does not count the record that was taken for this person's before among those that uncertain requests may have made", () => {
    const [adopted, one, two] = [record({ created_at: ago(60_000) }), record(), record()];
    const found = find([adopted, one, two], { author: ADA, adopted: adopted.id, posted: [SENT, SENT] });
    expect([found.record?.id, found.duplicates]).toEqual([adopted.id, [one.id, two.id]]);
  });

  describe('with a person who is known', () => {
    const known = { author: ADA.toUpperCase(), isPersonKnown: true };

    it('takes the oldest record and names the later ones', () => {
      const [late, old, middle] = [record(), record({ created_at: ago(90_000), is_positive: null }), record({ created_at: ago(50_000) })];
      expect(find([late, old, middle], known)).toEqual({
        record: { id: old.id, rating: 'neutral', comment: 'Words', isMine: true, updatedAt: Date.parse(old.updated_at) },
        duplicates: [middle.id, late.id],
        isUnclear: false,
      });
    });

    it('takes the oldest that says what is wanted, if one does', () => {
      const [late, old, middle] = [record(), record({ created_at: ago(90_000), is_positive: null }), record({ created_at: ago(50_000) })];
      const found = find([late, old, middle], { ...known, wanted: { rating: 'up', comment: 'Words' } });
      expect([found.record?.id, found.duplicates]).toEqual([middle.id, [old.id, late.id]]);
    });

    it('ignores other people, other answers and other conversations', () => {
      const others = [
        record({ given_by: { id: BOB } }),
        record({ given_by: null }),
        record({ context: { conversation_id: ANSWER.conversationId, query_id: 1 } }),
        record({ context: { conversation_id: ADA, query_id: 0 } }),
      ];
      expect(find(others, { ...known, posted: [SENT] })).toEqual({ record: null, duplicates: [], isUnclear: false });
    });
  });

  describe('with a token that others may share', () => {
    const shared = { author: ADA, posted: [SENT] };

    it('takes the record that a write has returned, and no other', () => {
      const [mine, theirs] = [record({ is_positive: false }), record({ is_positive: null })];
      expect(find([mine, theirs], { ...shared, ids: [mine.id] })).toMatchObject({ record: { id: mine.id, isMine: true }, duplicates: [] });
    });

    it('takes a record that equals a POST with an uncertain outcome for a duplicate', () => {
      const [mine, lost] = [record(), record({ feedback: '  Words\n' })];
      expect(find([mine, lost], { ...shared, ids: [mine.id] }).duplicates).toHaveLength(1);
    });

    it.each([
      ['with another rating', [record({ is_positive: false })]],
      ['with other words', [record({ feedback: 'Mine' })]],
      ['from before', [record({ created_at: ago(600_000) })]],
      ['of which more exist than were posted', [record(), record()]],
      ['without an author', [record({ given_by: null })]],
    ])('leaves a record alone %s', (_, records) => {
      expect(find(records, shared)).toEqual({ record: null, duplicates: [], isUnclear: false });
    });

    it('takes the record that it adopted before the author was known', () => {
      const [mine, adopted] = [record({ is_positive: false }), record({ created_at: ago(600_000) })];
      expect(find([mine, adopted], { author: ADA, ids: [mine.id], adopted: adopted.id }).duplicates).toEqual([mine.id]);
      expect(find([mine, adopted], { author: BOB, ids: [mine.id], adopted: adopted.id }).duplicates).toEqual([]);
    });
  });

  describe('with an unknown author', () => {
    const unknown = { posted: [SENT] };

    it('finds what was posted, and does not call it this person’s', () => {
      const one = record({ feedback: ' Words ' });
      expect(find([one], unknown)).toMatchObject({ record: { id: one.id, isMine: false }, isUnclear: false });
    });

    it('says nothing is there when the answer has no record', () => {
      const other = record({ context: { conversation_id: ANSWER.conversationId, query_id: 1 } });
      expect(find([other], unknown)).toEqual({ record: null, duplicates: [], isUnclear: false });
    });

    it.each([
      ['another rating', [record({ is_positive: false })]],
      ['other words', [record({ feedback: 'Other' })]],
      ['an older time', [record({ created_at: ago(3_600_000) })]],
      ['a later time', [record({ created_at: ago(-3_600_000) })]],
      ['a second record', [record(), record()]],
      ['another author in the list', [record(), record({ given_by: { id: BOB }, context: { conversation_id: ADA, query_id: 9 } })]],
    ])('finds it unclear with %s', (_, records) => {
      expect(find(records, unknown)).toEqual({ record: null, duplicates: [], isUnclear: true });
    });
  });
});
