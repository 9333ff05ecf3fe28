import type { Strings } from '../strings.js';

/** Chinese, simplified */
const zh: Strings = {
  lang: 'zh-Hans',
  group: '评价回答 {number}',
  up: '回答得好',
  neutral: '一般',
  down: '回答得不好',
  commentUp: '您喜欢哪些方面？（选填）',
  commentNeutral: '还缺少什么？（选填）',
  commentDown: '哪里有问题？（选填）',
  comment: '您的评论（选填）',
  send: '发送',
  close: '关闭',
  edit: '编辑',
  addComment: '添加评论',
  undo: '撤销',
  retry: '重试',
  saving: '正在发送…',
  saved: '感谢您的反馈！',
  removed: '您的反馈已删除。',
  waiting: '回答完成后将发送。',
  offline: '已保存在此设备上，联网后将发送。',
  notSent: '尚未发送，正在重试。',
  gaveUp: '尚未发送。',
  keepOpen: '发送完成前请不要关闭此页面。',
  signIn: '请重新登录以发送您的反馈。内容已保留。',
  cannotRate: '您无法评价此回答。',
  cannotChange: '无法进行更改。',
  unavailable: '此处无法提供反馈。',
  invalid: '服务器未接受此反馈。',
  tooLarge: '您的评论太长。',
  tooLong: '您的评论太长：{count} / {max} 个字符。',
  counter: '{count} / {max} 个字符',
};

export default zh;
