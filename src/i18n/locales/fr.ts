import type { Strings } from '../strings.js';

/** French */
const fr: Strings = {
  lang: 'fr',
  group: 'Évaluer la réponse {number}',
  up: 'Bonne réponse',
  neutral: 'Ni bonne ni mauvaise',
  down: 'Mauvaise réponse',
  commentUp: 'Qu’est-ce qui vous a plu\u00a0? (facultatif)',
  commentNeutral: 'Que manquait-il\u00a0? (facultatif)',
  commentDown: 'Qu’est-ce qui n’allait pas\u00a0? (facultatif)',
  comment: 'Votre commentaire (facultatif)',
  send: 'Envoyer',
  close: 'Fermer',
  edit: 'Modifier',
  addComment: 'Ajouter un commentaire',
  undo: 'Retirer',
  retry: 'Réessayer',
  saving: 'Envoi…',
  saved: 'Merci pour votre avis\u00a0!',
  removed: 'Votre avis a été supprimé.',
  waiting: 'Sera envoyé quand la réponse sera complète.',
  offline: 'Enregistré sur cet appareil. L’envoi se fera dès que vous serez en ligne.',
  notSent: 'Pas encore envoyé. Nouvel essai en cours.',
  gaveUp: 'Pas encore envoyé.',
  keepOpen: 'Gardez cette page ouverte jusqu’à l’envoi.',
  signIn: 'Reconnectez-vous pour envoyer votre avis. Il est conservé.',
  cannotRate: 'Vous ne pouvez pas évaluer cette réponse.',
  cannotChange: 'Votre modification n’a pas pu être faite.',
  unavailable: 'Les avis ne sont pas disponibles ici.',
  invalid: 'Le serveur n’a pas accepté cet avis.',
  tooLarge: 'Votre commentaire est trop long.',
  tooLong: 'Votre commentaire est trop long\u00a0: {count} caractères sur {max}.',
  counter: '{count} caractères sur {max}',
};

export default fr;
