import type { Strings } from '../strings.js';

/** Italian */
const it: Strings = {
  lang: 'it',
  group: 'Valuta la risposta {number}',
  up: 'Buona risposta',
  neutral: 'Né buona né cattiva',
  down: 'Cattiva risposta',
  commentUp: 'Che cosa ti è piaciuto? (facoltativo)',
  commentNeutral: 'Che cosa mancava? (facoltativo)',
  commentDown: 'Che cosa non andava? (facoltativo)',
  comment: 'Il tuo commento (facoltativo)',
  send: 'Invia',
  close: 'Chiudi',
  edit: 'Modifica',
  addComment: 'Aggiungi un commento',
  undo: 'Ritira',
  retry: 'Riprova',
  saving: 'Invio in corso…',
  saved: 'Grazie per il tuo parere!',
  removed: 'Il tuo parere è stato rimosso.',
  waiting: 'Verrà inviato quando la risposta sarà completa.',
  offline: 'Salvato su questo dispositivo. Verrà inviato quando sarai online.',
  notSent: 'Non ancora inviato. Nuovo tentativo in corso.',
  gaveUp: 'Non ancora inviato.',
  keepOpen: 'Tieni aperta questa pagina finché non viene inviato.',
  signIn: 'Accedi di nuovo per inviare il tuo parere. È stato conservato.',
  cannotRate: 'Non puoi valutare questa risposta.',
  cannotChange: 'Non è stato possibile fare la modifica.',
  unavailable: 'Qui non è possibile inviare pareri.',
  invalid: 'Il server non ha accettato questo parere.',
  tooLarge: 'Il tuo commento è troppo lungo.',
  tooLong: 'Il tuo commento è troppo lungo: {count} caratteri su {max}.',
  counter: '{count} caratteri su {max}',
};

export default it;
