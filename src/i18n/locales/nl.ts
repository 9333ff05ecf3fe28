import type { Strings } from '../strings.js';

/** Dutch */
const nl: Strings = {
  lang: 'nl',
  group: 'Antwoord {number} beoordelen',
  up: 'Goed antwoord',
  neutral: 'Niet goed en niet slecht',
  down: 'Slecht antwoord',
  commentUp: 'Wat vond u goed? (optioneel)',
  commentNeutral: 'Wat ontbrak er? (optioneel)',
  commentDown: 'Wat ging er mis? (optioneel)',
  comment: 'Uw opmerking (optioneel)',
  send: 'Versturen',
  close: 'Sluiten',
  edit: 'Bewerken',
  addComment: 'Opmerking toevoegen',
  undo: 'Ongedaan maken',
  retry: 'Opnieuw proberen',
  saving: 'Wordt verstuurd…',
  saved: 'Bedankt voor uw feedback!',
  removed: 'Uw feedback is verwijderd.',
  waiting: 'Wordt verstuurd zodra het antwoord compleet is.',
  offline: 'Opgeslagen op dit apparaat. Wordt verstuurd zodra u online bent.',
  notSent: 'Nog niet verstuurd. Er wordt opnieuw geprobeerd.',
  gaveUp: 'Nog niet verstuurd.',
  keepOpen: 'Houd deze pagina open tot het verstuurd is.',
  signIn: 'Log opnieuw in om uw feedback te versturen. Uw feedback is bewaard.',
  cannotRate: 'U kunt dit antwoord niet beoordelen.',
  cannotChange: 'Uw wijziging kon niet worden doorgevoerd.',
  unavailable: 'Feedback is hier niet beschikbaar.',
  invalid: 'De server heeft deze feedback niet geaccepteerd.',
  tooLarge: 'Uw opmerking is te lang.',
  tooLong: 'Uw opmerking is te lang: {count} van {max} tekens.',
  counter: '{count} van {max} tekens',
};

export default nl;
