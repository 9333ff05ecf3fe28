import { isUuid } from '../src/domain/feedback';
import { CopyButton } from './copy-button';
import { Segments } from './segments';
import { FILES, projectId, REGIONS, region, snippetFor, TOKEN_PLACES, tokenPlace, WAYS_IN, wayIn } from './snippets';

/** The id of the reader's project, for the code. */
function ProjectId() {
  const id = projectId.value;
  const isWrong = !!id && !isUuid(id);
  return (
    <div>
      <div class="control">
        <label for="project-id">Project id</label>
        <input
          id="project-id"
          class="field"
          placeholder="YOUR-PROJECT-ID"
          spellcheck={false}
          autocomplete="off"
          value={id}
          aria-invalid={isWrong}
          aria-describedby="project-id-meaning"
          onInput={(event) => (projectId.value = event.currentTarget.value.trim())}
        />
      </div>
      <p id="project-id-meaning" class={isWrong ? 'meaning wrong' : 'meaning'} aria-live="polite">
        {isWrong
          ? 'This is no UUID, so it is left out of the code. A UUID is, for example, 5b0c9a57-6d0e-4c3b-9a43-2d7c1f0e8a11.'
          : 'For the code alone: the demo does not use it.'}
      </p>
    </div>
  );
}

/** The code for what is chosen, to paste. */
export function Embed() {
  const isServer = wayIn.value === 'Server';
  const place = tokenPlace.value;
  const code = snippetFor(wayIn.value, place === 'on your server' ? 'server' : 'token');
  return (
    <div class="embed">
      <Segments name="Way in" values={WAYS_IN} value={wayIn.value} onChange={(way) => (wayIn.value = way)} />
      {!isServer && (
        <div class="control">
          <span>Token</span>
          <Segments name="Token" values={TOKEN_PLACES} value={place} onChange={(chosen) => (tokenPlace.value = chosen)} />
        </div>
      )}
      {(isServer || place === 'in the page') && (
        <div class="control">
          <span>Region</span>
          <Segments name="Region" values={REGIONS} value={region.value} onChange={(chosen) => (region.value = chosen)} />
        </div>
      )}
      <ProjectId />
      <div class="code">
        <div class="code-head">
          {FILES[wayIn.value]}
          <CopyButton text={code} name="Copy the code" />
        </div>
        <pre>
          <code>{code}</code>
        </pre>
      </div>
      {!isServer && (
        <p class="hint">
          {place === 'on your server'
            ? '/api/clarifeye is the server proxy: its code is under Server.'
            : 'Anyone can read a token that is in a page: give each person a short-lived one that can do no more than rate.'}
        </p>
      )}
    </div>
  );
}
