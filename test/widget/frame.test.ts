// @vitest-environment node
import { expect, it } from 'vitest';
import { english } from '../../src/i18n/strings';
import { frameOf } from '../../src/widget/frame';

it('marks the HTML of a server, so that a page knows it while it hydrates', () => {
  expect(frameOf({}, english)).toHaveProperty('data-from-server');
});
