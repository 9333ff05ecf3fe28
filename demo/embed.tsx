import { CopyButton } from './copy-button';
import { Segments } from './segments';
import { type Access, FILES, snippetFor, TOKEN_PLACES, tokenPlace, WAYS_IN, wayIn } from './snippets';

/** The code for what is chosen, to paste. */
export function Embed({ access }: { access: Access }) {
  const place = tokenPlace.value ?? (access === 'server' ? 'on your server' : 'in the page');
  const code = snippetFor(wayIn.value, place === 'on your server' ? 'server' : 'token');
  return (
    <div class="embed">
      <Segments name="Way in" values={WAYS_IN} value={wayIn.value} onChange={(way) => (wayIn.value = way)} />
      {wayIn.value !== 'Server' && (
        <div class="control">
          <span>Token</span>
          <Segments name="Token" values={TOKEN_PLACES} value={place} onChange={(chosen) => (tokenPlace.value = chosen)} />
        </div>
      )}
      <div class="code">
        <div class="code-head">
          {FILES[wayIn.value]}
          <CopyButton text={code} name="Copy the code" />
        </div>
        <pre>
          <code>{code}</code>
        </pre>
      </div>
    </div>
  );
}
