import type { Plugin } from 'vite';

/** What only class components have. */
const CLASS_MEMBERS = [
  ...['getDerivedStateFromProps', 'getDerivedStateFromError', 'getSnapshotBeforeUpdate', 'getChildContext', 'contextType'],
  ...['componentWillMount', 'componentDidMount', 'componentWillReceiveProps', 'componentWillUpdate', 'componentDidUpdate'],
  ...['componentWillUnmount', 'componentDidCatch'],
];

/** Code that is never reached, what stands in for it, and how often it is there. The minifier drops what depends on it. */
type Unreached = readonly (readonly [code: RegExp, substitute: string, count: number])[];

const UNREACHED: Unreached = [
  // Error boundaries, and what class components alone call.
  [/\{__e:function\((\w+),[^{]*\{for\([\s\S]*?\}throw (\w+)=0,\1\}\}/g, '{}', 1],
  [/,\w+\.prototype\.forceUpdate=function\(\w+\)\{[^}]*\}/g, '', 1],
  [/"function"==typeof (\w+)&&\(\1=\1\(\w+\(\{\},\w+\),this\.props\)\),/g, '', 1],
  [/\((\w+)&&this\.__k\.push\(\1\),(\w+\(this\))\)/g, '$2', 1],
  // Refs that are functions, and rendering into a document.
  [/"function"==typeof (\w+)\?(\w+)\?\2\.__x=[\s\S]*?:\1\.current=\2/g, '$1.current=$2', 1],
  [/9==\w+\.nodeType&&\(\w+=\w+\.documentElement\),/g, '', 1],
  [/\w+\.__&&\w+\.__\(\w+,\w+\),/g, '', 1],
  // Class components.
  [/(\w+)\.constructor=(\w+),\1\.render=\w+/g, '$1.render=$2', 1],
  [/,\w+\.prototype\.render=[\w$]+/g, '', 1],
  [/\(\w+=\w+\.prototype\)&&\w+\.render\b/g, 'false', 1],
  [new RegExp(`[\\w$]+\\.(${CLASS_MEMBERS.join('|')})\\b(?!=[^=])`, 'g'), 'undefined', 23],
  // State that is not a hook's, and renders that a hook would repeat or save.
  [/(\.setState=function\()\w+,\w+\)\{.*?,(this\.__v&&\w+\(this\))\)\}/g, '$1){$2}', 1],
  [/(\w+)\.state\|\|\(\1\.state=Object\.create\(null\)\),/g, '', 1],
  [/,\w+=\w+\.state,/g, ',', 1],
  [/,\w+\.state=\w+\.__s,/g, ',', 3],
  [
    /\w+\.__v==\w+\.__v&&!\(8&(\w+)\.__g\)\|\|!\(4&\1\.__g\)&&\1\.shouldComponentUpdate&&!1===\1\.shouldComponentUpdate\([^)]*\)/g,
    'false',
    1,
  ],
  [/\w+\.__g&=-5,/g, '', 1],
  [/(\w+\.__h=\[\]),\w+\.__k=\[\](?=\))/g, '$1', 1],
  [/\w+=\w+\?25:0;do\{([\s\S]*?)\}while\(8&\w+\.__g&&\+\+\w+<25\)/g, '$1', 1],
  [/,this\.context=\w+/g, '', 1],
  [/\w+\.context=\w+,/g, '', 1],
  [/,\w+\.context\)/g, ')', 1],
  // Suspense, which waits for promises that components throw.
  [/(\w+)&&\1\.then\b/g, 'false', 2],
  [/128&\w+\.__u(?=&&)/g, 'false', 1],
  [/\((\w+)=\1\.__z\)/g, 'false', 1],
  // Portals.
  [/\w+\.props\.__P\b/g, 'undefined', 5],
  [/\b\w+\.__P(?=&&\()/g, 'false', 2],
  // Options that only extensions and other hooks set.
  [/\((\w+)=\w+\.__b\)&&\1\(\w+\);/g, '0;', 1],
  [/return\((\w+)=\w+\.diffed\)&&\1\(\w+\),/g, 'return ', 1],
  [/\w+\.__c&&\w+\.__c\(\w+,\w+\),/g, '', 1],
  [/\w+\.vnode&&\w+\.vnode\(\w+\)/g, 'undefined', 2],
  [/\w+\.event\?\w+\.event\(\w+\):/g, '', 1],
  [/\w+\.__m&&\w+\.__m\(\w+,\w+\)/g, 'undefined', 1],
  [
    /\(8&(\w+)\.__g\|\|\((.*?),(\w+\+\+)\)\)&&\w+==\w+\.debounceRendering.*?queueMicrotask\)\((\w+)\)/g,
    '8&$1.__g||($2,$3||queueMicrotask($4))',
    1,
  ],
  [/\(\w+\|\|queueMicrotask\)/g, 'queueMicrotask', 1],
  // Props, children and elements that no view has.
  [/&&"function"!=typeof \w+\?\("object"!=typeof (\w+)\|\|\1\.constructor===String/g, '?("object"!=typeof $1', 1],
  [/("ref"==\w+)&&"function"!=typeof \w+\?/g, '$1?', 1],
  [/\|\|8&\w+\.__u(?=\))/g, '', 1],
  [/if\("function"==typeof \w+\)return;/g, '', 1],
  [/("function"!=typeof (\w+)&&\(\2=null\),){2}/g, '', 1],
  [/\((\w+)=\1\.slice\(2\)\)\[0\]<"a"&&\(\1=\1\.toLowerCase\(\)\)/g, '$1=$1.slice(2).toLowerCase()', 1],
  [/(?<=\.ownerDocument)\|\|document/g, '', 1],
  [/\/\(PointerCapture\)\$\|Capture\$\/i/g, '/Capture$/', 1],
  [/\.replace\((\w+),"\$1"\)/g, '.replace($1,"")', 1],
  [/"style"==\w+/g, 'false', 1],
  [/"dangerouslySetInnerHTML"==\w+\?\w+=\w+:/g, '', 2],
  [/"math"==\w+\?\w+="[^"]+":/g, '', 1],
  [/"foreignObject"==\w+\|\|"[^"]+MathML"==\w+&&\w+\.test\(\w+\)/g, 'false', 1],
  [/"template"==\w+&&\w+\.content\|\|/g, '', 1],
  [/("(width|height|href|list|form|tabIndex|download|rowSpan|colSpan)"!=\w+&&)+(?="role")/g, '', 1],
  [/&&"popover"!=\w+/g, '', 1],
  [/\w+=\w+\.replace\(\/xlink[^;]+;/g, ';', 1],
  [/"popover"==\w+&&1==\w+\?"":/g, '', 1],
  [/"progress"==\w+&&null==\w+\?\w+\.removeAttribute\(\w+\):/g, '', 1],
  [/&&\("progress"!=\w+\|\|\w+\)/g, '', 1],
  [/"checked"==\w+\?\w+=\w+:/g, '', 1],
  [/,\w+="checked",null!=\w+&&\w+!=\w+\[\w+\]&&\w+\([^)]*\)/g, '', 1],
  [/\|\|"checked"==\w+&&"defaultChecked"in \w+/g, '', 1],
  // What is left of error boundaries: every error is thrown on.
  [/\w+=\w+\.length;try\{(if[\s\S]*?\})catch\((\w+)\)\{if\(\w+\.length=\w+,[\s\S]*?\w+\.__e\(\2,\w+,\w+\)\}(?=\}else)/g, '{$1', 1],
  [/2&(\w+)\.__g&&\(\1\.__g\|=1\)/g, '0', 1],
  [/,1&(\w+)\.__g&&\(\1\.__g&=-4\)/g, '', 1],
  [
    /try\{(\w+=\w+\.__h,\w+\.__h=\[\],\w+\.some\(function\(\w+\)\{\w+\.call\(\w+\)\}\))\}catch\((\w+)\)\{\w+\.__e\(\2,\w+\.__v\)\}/g,
    '$1',
    1,
  ],
  [/try\{(\w+\.current=\w+)\}catch\((\w+)\)\{\w+\.__e\(\2,\w+\)\}/g, '$1', 1],
  // Context.
  [/(\w+)=\(\w+=undefined\)&&\w+\[\w+\.__c\],(\w+)=\w+\?\1\?\1\.props\.value:\w+\.__:(\w+)/g, '$2=$3', 1],
  [/\b(\w+)&&\1\.sub\(\w+\),/g, '', 1],
  // Moves that keep the focus: nothing focused is moved.
  [/!\w+&&\w+\.moveBefore&&\w+\.parentNode\?\w+\.moveBefore\(\w+,\w+\):/g, '', 1],
  // The fewest moves of a list in another order: all its nodes are put in place anew.
  [
    /\{for\(\w+=\[\],\w+=\[\],(\w+)=0;\1<\w+;\1\+\+\)if\(\((\w+)=\w+\[\1\]\)&&16&\2\.__u\)\{.*?(\w+)\[\1\]\.__u\|=4\)\}/g,
    'for($2 of $3)$2&&($2.__u|=4);',
    1,
  ],
  // Children without a key that are elsewhere in the next list: those of a view all have their places.
  [
    /(function \w+\(\w+,(\w+),\w+,\w+\)\{var \w+,(\w+)=\w+\.key,(\w+)=\w+\.type.*?return \w+;)if\(\w+>\(\w+\?1:0\)\)\{.*?\}return-1\}/g,
    '$1return null==$3?-1:$2.findIndex(n=>n&&!(2&n.__u)&&$3==n.key&&$4==n.type)}',
    1,
  ],
  // Freeing the children of the root, which are replaced with the next render.
  [/,\w+\.__k\.props\.children=null/g, '', 1],
  // By how much a list has shifted: nodes that are in their places are not moved anyway.
  [/(\w+)==(\w+)-1\?(\w+)--:\1==\2\+1\?\3\+\+:\1!=\2&&\(\1>\2\?\3--:\3\+\+,(\w+)=1\)/g, '$1!=$2&&($4=1)', 1],
  [/\(~\w+\|\|\((\w+)>(\w+)\?(\w+)--:\1<\2&&\3\+\+\),([^)]*\))\)/g, '($4)', 1],
  // Fragments that a component returns, which render as any other.
  [/\w+&&\w+\.type===[\w$]+&&null==\w+\.key\?\w+\.props\.children:(\w+)/g, '$1', 1],
  // Handlers that are added while their event is dispatched.
  [/\{if\((\w+)=\1\[(\w+)\],null==(\w+)\[\w+\]\)[^;]*;else if[^;]*;return \1\(\3\)\}/g, 'return $1[$2]($3)', 1],
  [/,\(\w+\.__a\|\|\(\w+\.__a=Object\.create\(null\)\)\)\[\w+\]=\w+/g, '', 1],
  // Comments that mark what is streamed.
  [/;(\w+)&&8==\1\.nodeType;\)\1=\1\.nextSibling;/g, ';false;);', 1],
  [/;\((\w+)=\1&&\1\.nextSibling\)&&8==\1\.nodeType&&!\1\.data\.startsWith\("\$s"\);\);/g, ';false;);$1=$1&&$1.nextSibling;', 1],
  [/\|\|"value"==\w+&&"defaultValue"in \w+/g, '', 1],
  [/"textarea"==\w+&&null!=\w+\.defaultValue\?null:/g, '', 1],
  // Hydration of anything but the idle row, which has no texts, values or nodes of others.
  [/if\((\w+=\w+,\w+=\w+&&\w+\.call\(\w+\.childNodes\)),!\w+&&\w+\)for\([^;]*;\w+<\w+\.attributes\.length;.*?\.value;/g, '$1;', 1],
  [/(?<=\)),(\w+)&&\1\.some\(\w+\)(?=\),\w+&&"textarea")/g, '', 1],
  [/\w+&&"textarea"!=\w+\|\|/g, '', 1],
  [/\|\|\w+&&\w+\.data==\w+/g, '', 1],
  [/\((\w+)\?(\w+\.localName==\1):3==\w+\.nodeType\)/g, '$2', 1],
  [/32&\w+\.__u\?\[\w+\]:null/g, 'null', 1],
  [/,32&\w+\.__u,/g, ',false,', 1],
  [/:(\w+)\|\|\(\1="http:[^)]*xhtml"\)/g, ':0', 1],
  [/\w+\.__u&=-161,/g, '', 1],
  // Objects of JSON in place of views: of the page's values, only texts are drawn.
  [/\w+=Symbol\.for\("pv"\),/g, '', 1],
  [/constructor:\w+,(?=__v)/g, '', 1],
  [/\{constructor:\w+\}/g, '{}', 1],
  [/if\(\w+\.constructor!==\w+\)return null;/g, '', 1],
  [/\w+\.constructor===\w+&&(?=\w+\.__b\?)/g, '', 1],
  [/&&\w+\.constructor===\w+(?=\})/g, '', 1],
  [/(\.push\(\w+\.ref,)\w+\.__c\|\|/g, '$1', 1],
  // Children that are no list: the classic factory makes one of them.
  [
    /function (\w+)\((\w+),(\w+),(\w+)\)\{var (\w+,\w+),(\w+),(\w+)=Object\.create\(null\),(\w+)=arguments\.length;(for\([^;]*;)return \8>2&&\(\7\.children=\8>3\?\w+\.call\(arguments,2\):\4\),/g,
    'function $1($2,$3,...$4){var $5,$6,$7=Object.create(null);$9return $7.children=$4,',
    1,
  ],
  [/(\w+\(\w+,)\w+\((\w+)\)\?\2:\[\2\](?=(,\w+){6},\w+\?\w+\[0\])/g, '$1$2', 1],
];

/** What those replacements leave without a use; they have to be made first. */
const UNUSED: Unreached = [
  [/(\w+)=(\w+)\+_(?=,\w+\.__=)/g, '$1=$2', 1],
  [/null===\w+&&null==\w+\|\|(?=\w+&&\w+==\w+\.key)/g, '', 1],
  [
    /for\((\w+&&[^,]+),(\w+)=(\w+)\.__e,\w+=(\w+);false;\);for\(\2!=\w+&&\((\w+)\.insertBefore\(\2,\4\|\|null\)\),\4=\2;false;\);\4=\4&&\4\.nextSibling;return \4\}/g,
    '$1;$3.__e!=$4&&$5.insertBefore($3.__e,$4||null);return $3.__e.nextSibling}',
    1,
  ],
  [/!\w+&&\(\w+=\w+\.__c\)&&false&&/g, 'false&&', 1],
  [/\|\|(\w+)&&!undefined\)/g, '||$1)', 1],
  [/,\w+\.render=\w+(?=\))/g, '', 1],
  [/(n:if\("function"==typeof (\w+)\)[\s\S]*?)(\w+)\.render\(\3\.props\)/g, '$1$2($3.props)', 1],
  [/(\w+)\.push\((\w+)\.ref,(\w+),\2\)/g, '$1.push($2.ref,$3)', 1],
  [/(\w+\(\w+\[\w+\+\+\],\w+\[\w+\+\+\]),\w+\[\w+\+\+\]\)/g, '$1)', 1],
  [/var (\w+)=this\.__e;if\(\1\)return \1\[/g, 'return this.__e[', 1],
];

/**
 * A build step that leaves what the widget does not use out of the script's copy of Preact. Fails the build if the code of Preact has changed so that
 * a replacement no longer matches.
 */
export const slimPreact: Plugin = {
  name: 'slim-preact',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/preact\/dist\/preact\.mjs$/.test(id)) return null;
    let slim = code;
    for (const [unreached, substitute, count] of [...UNREACHED, ...UNUSED]) {
      const found = slim.match(unreached)?.length ?? 0;
      if (found !== count) throw new Error(`${id} has changed: slimPreact found ${unreached} ${found} times, not ${count}.`);
      slim = slim.replace(unreached, substitute);
    }
    return { code: slim, map: null };
  },
};
