import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLoader, textsFor } from '../../src/i18n/load-strings';
import french from '../../src/i18n/locales/fr';
import { waitFor } from '../support/testing-library';

describe('texts', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are undefined, so English, until they are loaded, once', async () => {
    const load = vi.fn(() => Promise.resolve({ default: french }));
    setLoader(load);
    expect([textsFor('fr'), textsFor('fr-CA'), textsFor('en'), textsFor('sw')]).toEqual([undefined, undefined, undefined, undefined]);
    await waitFor(() => expect(textsFor('fr')).toBe(french));
    expect(load).toHaveBeenCalledExactlyOnceWith('fr');
  });

  it('stay English where they cannot be loaded, and say so once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    setLoader(() => Promise.reject(new Error('404')));
    textsFor('de');
    await waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
    expect(textsFor('de')).toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
