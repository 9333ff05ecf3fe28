export { type ClarifeyeFeedbackGlobal, startScript } from './script.js';
