import { describe, expect, it } from 'vitest';
import { isReasons, toComment, toDraft } from '../../src/domain/comment';

const OFFERED = ['Wrong', 'Too long'];

describe('reasons', () => {
  it.each([
    ['words alone', { reasons: [], words: 'Hm' }, 'Hm'],
    ['reasons alone', { reasons: ['Wrong', 'Too long'], words: '' }, '#Wrong\n#Too long'],
    ['both', { reasons: ['Wrong'], words: 'First\nsecond' }, '#Wrong\nFirst\nsecond'],
    ['nothing', { reasons: [], words: '' }, ''],
  ])('stand in front of the words, one a line: %s', (_, draft, comment) => {
    expect(toComment(draft)).toBe(comment);
    expect(toDraft(comment, OFFERED)).toEqual(draft);
  });

  it('leave the space around the words out', () => {
    expect(toComment({ reasons: ['Wrong'], words: '  Hm \n' })).toBe('#Wrong\nHm');
  });

  it('are only those that are offered; any other line is what the person wrote', () => {
    expect(toDraft('#Wrong\n#1 is the speed', OFFERED)).toEqual({ reasons: ['Wrong'], words: '#1 is the speed' });
    expect(toDraft('Hm\n#Wrong', OFFERED)).toEqual({ reasons: [], words: 'Hm\n#Wrong' });
    expect(toDraft('#Wrong', [])).toEqual({ reasons: [], words: '#Wrong' });
    expect(toDraft('#Wrong\n#Wrong', OFFERED)).toEqual({ reasons: ['Wrong'], words: '#Wrong' });
  });

  it.each([
    [{ up: ['Clear'], down: undefined }, true],
    [{}, true],
    [null, false],
    ['Wrong', false],
    [{ down: 'Wrong' }, false],
    [{ down: ['Wrong', 'Wrong'] }, false],
    [{ down: ['two\nlines'] }, false],
    [{ down: [' '] }, false],
    [{ down: ['Wrong '] }, false],
    [{ good: ['Clear'] }, false],
    [{ down: [7] }, false],
  ])('need lists of different texts of one line: %j is %s', (value, isGood) => expect(isReasons(value)).toBe(isGood));
});
