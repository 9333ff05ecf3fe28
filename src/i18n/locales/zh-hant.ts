import type { Strings } from '../strings.js';

/** Chinese, traditional */
const zhHant: Strings = {
  lang: 'zh-Hant',
  group: '評價回答 {number}',
  up: '回答得好',
  neutral: '普通',
  down: '回答得不好',
  commentUp: '您喜歡哪些部分？（選填）',
  commentNeutral: '還缺少什麼？（選填）',
  commentDown: '哪裡有問題？（選填）',
  comment: '您的意見（選填）',
  send: '傳送',
  close: '關閉',
  edit: '編輯',
  addComment: '新增意見',
  undo: '復原',
  retry: '重試',
  saving: '正在傳送…',
  saved: '感謝您的意見回饋！',
  removed: '您的意見回饋已移除。',
  waiting: '回答完成後將傳送。',
  offline: '已儲存在此裝置上，連線後將傳送。',
  notSent: '尚未傳送，正在重試。',
  gaveUp: '尚未傳送。',
  keepOpen: '傳送完成前請勿關閉此頁面。',
  signIn: '請重新登入以傳送您的意見回饋。內容已保留。',
  cannotRate: '您無法評價此回答。',
  cannotChange: '無法進行變更。',
  unavailable: '此處無法提供意見回饋。',
  invalid: '伺服器未接受此意見回饋。',
  tooLarge: '您的意見太長。',
  tooLong: '您的意見太長：{count} / {max} 個字元。',
  counter: '{count} / {max} 個字元',
};

export default zhHant;
