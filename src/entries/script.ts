import { startScript } from '../script/index.js';

export type { ClarifeyeFeedbackGlobal } from '../script/index.js';

startScript();
