// Libraries and the options first, as their code is alike: the script is then a little smaller after compression.
import 'preact';
import '../options/index.js';
import '../domain/index.js';
import { startScript } from '../script/index.js';

export type { ClarifeyeFeedbackGlobal } from '../script/index.js';

startScript();
