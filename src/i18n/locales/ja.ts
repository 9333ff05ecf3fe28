import type { Strings } from '../strings.js';

/** Japanese */
const ja: Strings = {
  lang: 'ja',
  group: '回答 {number} を評価',
  up: '良い回答',
  neutral: 'どちらでもない',
  down: '良くない回答',
  commentUp: '良かった点は何ですか？（任意）',
  commentNeutral: '足りなかった点は何ですか？（任意）',
  commentDown: '良くなかった点は何ですか？（任意）',
  comment: 'コメント（任意）',
  send: '送信',
  close: '閉じる',
  edit: '編集',
  addComment: 'コメントを追加',
  undo: '取り消す',
  retry: '再試行',
  saving: '送信中…',
  saved: 'フィードバックをありがとうございます。',
  removed: 'フィードバックを削除しました。',
  waiting: '回答が完了すると送信されます。',
  offline: 'この端末に保存しました。オンラインになると送信されます。',
  notSent: 'まだ送信されていません。再試行しています。',
  gaveUp: 'まだ送信されていません。',
  keepOpen: '送信されるまでこのページを開いたままにしてください。',
  signIn: 'フィードバックを送信するには、もう一度サインインしてください。内容は保存されています。',
  cannotRate: 'この回答は評価できません。',
  cannotChange: '変更できませんでした。',
  unavailable: 'ここではフィードバックを利用できません。',
  invalid: 'サーバーがこのフィードバックを受け付けませんでした。',
  tooLarge: 'コメントが長すぎます。',
  tooLong: 'コメントが長すぎます：{count} / {max} 文字',
  counter: '{count} / {max} 文字',
};

export default ja;
