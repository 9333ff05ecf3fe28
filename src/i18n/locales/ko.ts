import type { Strings } from '../strings.js';

/** Korean */
const ko: Strings = {
  lang: 'ko',
  group: '답변 {number} 평가',
  up: '좋은 답변',
  neutral: '보통',
  down: '좋지 않은 답변',
  commentUp: '어떤 점이 좋았나요? (선택 사항)',
  commentNeutral: '무엇이 부족했나요? (선택 사항)',
  commentDown: '무엇이 문제였나요? (선택 사항)',
  comment: '의견 (선택 사항)',
  send: '보내기',
  close: '닫기',
  edit: '수정',
  addComment: '의견 추가',
  undo: '취소',
  retry: '다시 시도',
  saving: '보내는 중…',
  saved: '피드백을 보내 주셔서 감사합니다!',
  removed: '피드백이 삭제되었습니다.',
  waiting: '답변이 완료되면 전송됩니다.',
  offline: '이 기기에 저장되었습니다. 온라인 상태가 되면 전송됩니다.',
  notSent: '아직 전송되지 않았습니다. 다시 시도하고 있습니다.',
  gaveUp: '아직 전송되지 않았습니다.',
  keepOpen: '전송될 때까지 이 페이지를 열어 두세요.',
  signIn: '피드백을 보내려면 다시 로그인하세요. 내용은 보관되어 있습니다.',
  cannotRate: '이 답변은 평가할 수 없습니다.',
  cannotChange: '변경하지 못했습니다.',
  unavailable: '여기서는 피드백을 보낼 수 없습니다.',
  invalid: '서버가 이 피드백을 받아들이지 않았습니다.',
  tooLarge: '의견이 너무 깁니다.',
  tooLong: '의견이 너무 깁니다: {max}자 중 {count}자',
  counter: '{max}자 중 {count}자',
};

export default ko;
