export { isScript, version } from './build.js';
export { type Clock, systemClock } from './clock.js';
export { isDeadlineError, settleInTime, withDeadline } from './deadline.js';
export { activeIn, afterPaint, documentProperty, findUp, focusOfPage, listen, parentOf, setAttribute, unshadowed } from './dom.js';
export { browser, type Environment } from './environment.js';
export { disturbPress, followPress, watchUse } from './press.js';
export { capitalize, createListeners, demand, guard, log, logOnce, report, toAttribute } from './report.js';
