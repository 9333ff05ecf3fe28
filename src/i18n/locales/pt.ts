import type { Strings } from '../strings.js';

/** Portuguese, as it is spoken in Brazil. */
const pt: Strings = {
  lang: 'pt-BR',
  group: 'Avaliar a resposta {number}',
  up: 'Boa resposta',
  neutral: 'Nem boa nem ruim',
  down: 'Resposta ruim',
  commentUp: 'Do que você gostou? (opcional)',
  commentNeutral: 'O que faltou? (opcional)',
  commentDown: 'O que deu errado? (opcional)',
  comment: 'Seu comentário (opcional)',
  send: 'Enviar',
  close: 'Fechar',
  edit: 'Editar',
  addComment: 'Adicionar um comentário',
  undo: 'Desfazer',
  retry: 'Tentar de novo',
  saving: 'Enviando…',
  saved: 'Obrigado pela sua opinião!',
  removed: 'Sua opinião foi removida.',
  waiting: 'Será enviado quando a resposta estiver completa.',
  offline: 'Salvo neste dispositivo. Será enviado quando você estiver on-line.',
  notSent: 'Ainda não enviado. Nova tentativa em andamento.',
  gaveUp: 'Ainda não enviado.',
  keepOpen: 'Mantenha esta página aberta até o envio.',
  signIn: 'Entre de novo para enviar sua opinião. Ela foi guardada.',
  cannotRate: 'Você não pode avaliar esta resposta.',
  cannotChange: 'Sua alteração não pôde ser feita.',
  unavailable: 'Aqui não é possível enviar opiniões.',
  invalid: 'O servidor não aceitou esta opinião.',
  tooLarge: 'Seu comentário é longo demais.',
  tooLong: 'Seu comentário é longo demais: {count} de {max} caracteres.',
  counter: '{count} de {max} caracteres',
};

export default pt;
