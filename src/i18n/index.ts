export { loadLanguage } from './bundled-languages.js';
export { findLanguage, LANGUAGES } from './languages.js';
export { type LoadLanguage, loaded, setLoader, textsFor } from './load-strings.js';
export { type CommentLabel, fillIn, findWrongTexts, isTexts, pickStrings, type Strings, type TextName } from './strings.js';
