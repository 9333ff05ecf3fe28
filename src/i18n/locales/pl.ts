import type { Strings } from '../strings.js';

/** Polish */
const pl: Strings = {
  lang: 'pl',
  group: 'Oceń odpowiedź {number}',
  up: 'Dobra odpowiedź',
  neutral: 'Ani dobra, ani zła',
  down: 'Zła odpowiedź',
  commentUp: 'Co Ci się podobało? (opcjonalnie)',
  commentNeutral: 'Czego zabrakło? (opcjonalnie)',
  commentDown: 'Co było nie tak? (opcjonalnie)',
  comment: 'Twój komentarz (opcjonalnie)',
  send: 'Wyślij',
  close: 'Zamknij',
  edit: 'Edytuj',
  addComment: 'Dodaj komentarz',
  undo: 'Cofnij',
  retry: 'Spróbuj ponownie',
  saving: 'Wysyłanie…',
  saved: 'Dziękujemy za opinię!',
  removed: 'Twoja opinia została usunięta.',
  waiting: 'Zostanie wysłane, gdy odpowiedź będzie kompletna.',
  offline: 'Zapisano na tym urządzeniu. Zostanie wysłane, gdy wróci połączenie.',
  notSent: 'Jeszcze nie wysłano. Trwa kolejna próba.',
  gaveUp: 'Jeszcze nie wysłano.',
  keepOpen: 'Nie zamykaj tej strony, dopóki opinia nie zostanie wysłana.',
  signIn: 'Zaloguj się ponownie, aby wysłać opinię. Została zachowana.',
  cannotRate: 'Nie możesz ocenić tej odpowiedzi.',
  cannotChange: 'Nie udało się wprowadzić zmiany.',
  unavailable: 'Opinie nie są tu dostępne.',
  invalid: 'Serwer nie przyjął tej opinii.',
  tooLarge: 'Twój komentarz jest za długi.',
  tooLong: 'Twój komentarz jest za długi. Liczba znaków: {count} z {max}.',
  counter: 'Liczba znaków: {count} z {max}',
};

export default pl;
