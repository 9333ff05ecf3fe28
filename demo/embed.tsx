import { CopyButton } from './copy-button';
import { Segments } from './segments';
import { type Access, FILES, snippetFor, WAYS_IN, wayIn } from './snippets';

/** The code for what is chosen, to paste. */
export function Embed({ access }: { access: Access }) {
  const code = snippetFor(wayIn.value, access);
  return (
    <div class="embed">
      <Segments name="Way in" values={WAYS_IN} value={wayIn.value} onChange={(way) => (wayIn.value = way)} />
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
