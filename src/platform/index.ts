export { type Clock, systemClock } from './clock.js';
export { isLate, within } from './deadline.js';
export { activeIn, findUp, listen, real, realOf } from './dom.js';
export { browser, type Environment } from './environment.js';
export { guard, report } from './report.js';
