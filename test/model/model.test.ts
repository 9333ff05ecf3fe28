// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { SETTINGS, type SettingName, SHOWN_IN, search, settingOf } from './search';
import { RULES, type Rule } from './world';

const NAMES = Object.keys(SETTINGS) as SettingName[];
const MOST = 5_000;

describe('every way in which a few presses and faults can follow each other', () => {
  it.each(NAMES)('ends right in the nearest states: %s', (name) => {
    const { states, schedules, wrong, trace } = search(settingOf(name, 2, 2), MOST);
    console.log(`${name}: ${states} states, ${schedules} schedules`);
    expect({ wrong, trace }).toEqual({ wrong: null, trace: [] });
    expect(states).toBeGreaterThanOrEqual(MOST);
  });

  it('ends right in all states of one press in two tabs', () => {
    const { wrong, trace, isComplete } = search(settingOf('two tabs, one storage', 1, 0), 50_000);
    expect({ wrong, trace, isComplete }).toEqual({ wrong: null, trace: [], isComplete: true });
  });

  it('ends right in all states of one press with one fault in one tab', () => {
    const { wrong, trace, isComplete } = search(settingOf('one tab, a known person', 1, 1), 50_000);
    expect({ wrong, trace, isComplete }).toEqual({ wrong: null, trace: [], isComplete: true });
  });

  it.each(Object.entries(RULES) as [Rule, string][])('goes wrong without the rule "%s": %s', (rule) => {
    const [setting, presses, faults, wrong] = SHOWN_IN[rule];
    const found = search(settingOf(setting, presses, faults, rule), 4 * MOST);
    console.log([`without ${rule}: ${found.wrong}`, ...found.trace].join('\n  '));
    expect(found.wrong).toBe(wrong);
  });
});
