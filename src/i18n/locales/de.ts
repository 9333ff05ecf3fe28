import type { Strings } from '../strings.js';

/** German */
const de: Strings = {
  lang: 'de',
  group: 'Antwort {number} bewerten',
  up: 'Gute Antwort',
  neutral: 'Weder gut noch schlecht',
  down: 'Schlechte Antwort',
  commentUp: 'Was hat Ihnen gefallen? (optional)',
  commentNeutral: 'Was hat gefehlt? (optional)',
  commentDown: 'Was war nicht in Ordnung? (optional)',
  comment: 'Ihr Kommentar (optional)',
  send: 'Senden',
  close: 'Schließen',
  edit: 'Bearbeiten',
  addComment: 'Kommentar hinzufügen',
  undo: 'Rückgängig',
  retry: 'Erneut versuchen',
  saving: 'Wird gesendet …',
  saved: 'Danke für Ihr Feedback!',
  removed: 'Ihr Feedback wurde entfernt.',
  waiting: 'Wird gesendet, sobald die Antwort vollständig ist.',
  offline: 'Auf diesem Gerät gespeichert. Wird gesendet, sobald Sie online sind.',
  notSent: 'Noch nicht gesendet. Wird erneut versucht.',
  gaveUp: 'Noch nicht gesendet.',
  keepOpen: 'Lassen Sie diese Seite offen, bis Ihr Feedback gesendet wurde.',
  signIn: 'Melden Sie sich erneut an, um Ihr Feedback zu senden. Es bleibt erhalten.',
  cannotRate: 'Sie können diese Antwort nicht bewerten.',
  cannotChange: 'Ihre Änderung konnte nicht übernommen werden.',
  unavailable: 'Feedback ist hier nicht verfügbar.',
  invalid: 'Der Server hat dieses Feedback nicht angenommen.',
  tooLarge: 'Ihr Kommentar ist zu lang.',
  tooLong: 'Ihr Kommentar ist zu lang: {count} von {max} Zeichen.',
  counter: '{count} von {max} Zeichen',
};

export default de;
