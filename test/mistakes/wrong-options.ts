/** A wrong value of an option: what was given, as the console shows it, and the beginning of what is needed. */
export interface WrongOption {
  readonly name: string;
  readonly value: unknown;
  readonly shown: string;
  readonly needed: string;
}

const row = (name: string, value: unknown, shown: string, needed: string): WrongOption => ({ name, value, shown, needed });

/** Options that have an attribute. */
export const WRONG_ATTRIBUTES: readonly WrongOption[] = [
  row('projectId', 'my-project', '"my-project"', 'a UUID such as'),
  row('region', 'europe', '"europe"', '"eu" or "us"'),
  row(
    'baseUrl',
    'http://api.example.com/api/v1',
    '"http://api.example.com/api/v1"',
    'an https URL (http only on this machine) or, unless the page is a file, a path',
  ),
  row('baseUrl', 'api.example.com', '"api.example.com"', 'an https URL (http only on this machine) or, unless the page is a file, a path'),
  row('conversationId', 'conversation-7', '"conversation-7"', 'a UUID such as'),
  row('queryId', 'first', '"first"', 'an integer'),
  row('queryId', '1.5', '"1.5"', 'an integer'),
  row('answerKey', 'undefined', '"undefined"', 'a text'),
  row('answerKey', '{{ message.id }}', '"{{ message.id }}"', 'a text'),
  row('theme', 'drak', '"drak"', '"auto" or "light" or "dark"'),
  row('size', 'large', '"large"', '"sm" or "md"'),
  row('layout', 'inline', '"inline"', '"block" or "toolbar"'),
  row('ratings', 'good bad', '"good bad"', 'one or more of "up neutral down"'),
  row('comment', 'never', '"never"', '"after-rating" or "always" or "off"'),
  row('submitOn', 'click', '"click"', '"rating" or "send"'),
  row('maxLength', '0', '"0"', 'an integer of at least 1'),
  row('locale', 'tlh', '"tlh"', 'one of en, ar,'),
];

/** Options that only JavaScript can set on a widget. */
export const WRONG_PROPS: readonly WrongOption[] = [
  row('value', { is_positive: true }, 'an object', '{ rating: '),
  row('value', 'up', '"up"', '{ rating: '),
  row('getToken', 'eyJhbGciOiJub25lIn0', 'a string', 'a function that returns the access token'),
  row('client', { projectId: 'x' }, 'an object', 'what createFeedbackClient() returns'),
  row('submitter', () => {}, 'a function', 'what createSubmitter() returns'),
  row('strings', 'Merci', '"Merci"', 'texts by name'),
  row('reasons', ['Wrong'], 'a list', 'lists of different texts of one line, under up, neutral, down'),
  row('reasons', { down: ['Wrong', 'Wrong'] }, 'an object', 'lists of different texts of one line, under up, neutral, down'),
  row('reasons', { bad: ['Wrong'] }, 'an object', 'lists of different texts of one line, under up, neutral, down'),
];

/** Options of the page's client. */
export const WRONG_CLIENT_OPTIONS: readonly WrongOption[] = [
  row('storage', 'cookie', '"cookie"', '"session" or "local" or "none"'),
  row('userKey', 7, '7', 'a text'),
  row('userKey', 'undefined', '"undefined"', 'a text'),
  row('userKey', 'null', '"null"', 'a text'),
  row('userId', 'ada@example.com', '"ada@example.com"', 'a UUID such as'),
  row('restore', 'api', '"api"', '"storage" or "server"'),
  row('beforeSend', 'redact', '"redact"', 'a function'),
];
