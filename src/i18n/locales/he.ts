import type { Strings } from '../strings.js';

/** Hebrew */
const he: Strings = {
  lang: 'he',
  group: 'דירוג תשובה {number}',
  up: 'תשובה טובה',
  neutral: 'לא טובה ולא רעה',
  down: 'תשובה לא טובה',
  commentUp: 'מה היה טוב? (לא חובה)',
  commentNeutral: 'מה היה חסר? (לא חובה)',
  commentDown: 'מה לא היה בסדר? (לא חובה)',
  comment: 'התגובה שלך (לא חובה)',
  send: 'שליחה',
  close: 'סגירה',
  edit: 'עריכה',
  addComment: 'הוספת תגובה',
  undo: 'הסרה',
  retry: 'ניסיון נוסף',
  saving: 'שולח…',
  saved: 'תודה על המשוב!',
  removed: 'המשוב הוסר.',
  waiting: 'יישלח כשהתשובה תושלם.',
  offline: 'נשמר במכשיר הזה. יישלח כשיהיה חיבור לאינטרנט.',
  notSent: 'עדיין לא נשלח. מתבצע ניסיון נוסף.',
  gaveUp: 'עדיין לא נשלח.',
  keepOpen: 'יש להשאיר את הדף הזה פתוח עד לשליחה.',
  signIn: 'יש להתחבר שוב כדי לשלוח את המשוב. הוא נשמר.',
  cannotRate: 'אי אפשר לדרג את התשובה הזו.',
  cannotChange: 'לא ניתן היה לבצע את השינוי.',
  unavailable: 'אי אפשר לשלוח משוב כאן.',
  invalid: 'השרת לא קיבל את המשוב הזה.',
  tooLarge: 'התגובה ארוכה מדי.',
  tooLong: 'התגובה ארוכה מדי: {count} מתוך {max} תווים.',
  counter: '{count} מתוך {max} תווים',
};

export default he;
