import type { Strings } from '../strings.js';

/** Spanish */
const es: Strings = {
  lang: 'es',
  group: 'Valorar la respuesta {number}',
  up: 'Buena respuesta',
  neutral: 'Ni buena ni mala',
  down: 'Mala respuesta',
  commentUp: '¿Qué le ha gustado? (opcional)',
  commentNeutral: '¿Qué ha faltado? (opcional)',
  commentDown: '¿Qué ha fallado? (opcional)',
  comment: 'Su comentario (opcional)',
  send: 'Enviar',
  close: 'Cerrar',
  edit: 'Editar',
  addComment: 'Añadir un comentario',
  undo: 'Deshacer',
  retry: 'Reintentar',
  saving: 'Enviando…',
  saved: '¡Gracias por su opinión!',
  removed: 'Su opinión se ha eliminado.',
  waiting: 'Se enviará cuando la respuesta esté completa.',
  offline: 'Guardado en este dispositivo. Se enviará cuando tenga conexión.',
  notSent: 'Aún no se ha enviado. Se está reintentando.',
  gaveUp: 'Aún no se ha enviado.',
  keepOpen: 'Mantenga abierta esta página hasta que se envíe.',
  signIn: 'Inicie sesión de nuevo para enviar su opinión. Se ha conservado.',
  cannotRate: 'No puede valorar esta respuesta.',
  cannotChange: 'No se pudo hacer el cambio.',
  unavailable: 'Aquí no se pueden enviar opiniones.',
  invalid: 'El servidor no ha aceptado esta opinión.',
  tooLarge: 'Su comentario es demasiado largo.',
  tooLong: 'Su comentario es demasiado largo: {count} de {max} caracteres.',
  counter: '{count} de {max} caracteres',
};

export default es;
