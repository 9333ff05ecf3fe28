// Libraries and the API first, as their code is alike: the script is then 0.1 kB smaller after compression.
import 'preact';
import '../element/index.js';
import { startScript } from '../script/index.js';

export type { ClarifeyeFeedbackGlobal } from '../script/index.js';

startScript();
