import { CopyButton } from './copy-button';
import { FAULTS, type Fault, fault, latencyMs } from './faults';
import { BACKGROUNDS, background, CHOICES, choose, chosen, switches } from './options';
import { type Access, snippetFor, WAYS_IN, wayIn } from './snippets';

/** Everything that can be set: the network's faults and the widget's options. */
export function Controls({ access }: { access: Access }) {
  return (
    <section class="panel controls" aria-labelledby="controls-title">
      <h2 id="controls-title">Try it</h2>
      <fieldset>
        <legend>Network</legend>
        <label>
          <span>What happens</span>
          <select value={fault.value} onChange={(event) => (fault.value = event.currentTarget.value as Fault)}>
            {FAULTS.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Latency: {latencyMs.value} ms</span>
          <input
            type="range"
            min="0"
            max="3000"
            step="50"
            value={latencyMs.value}
            onInput={(event) => (latencyMs.value = event.currentTarget.valueAsNumber)}
          />
        </label>
      </fieldset>
      <fieldset>
        <legend>Page</legend>
        <label>
          <span>background</span>
          <select value={background.value} onChange={(event) => (background.value = event.currentTarget.value)}>
            {BACKGROUNDS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>Widget</legend>
        {Object.entries(CHOICES).map(([name, values]) => (
          <Choice key={name} name={name} values={values} />
        ))}
        {Object.entries(switches).map(([name, isOn]) => (
          <label key={name}>
            <span>{name}</span>
            <input type="checkbox" checked={isOn.value} onChange={(event) => (isOn.value = event.currentTarget.checked)} />
          </label>
        ))}
      </fieldset>
      <Embed access={access} />
    </section>
  );
}

/** The code for what is chosen, to paste. */
function Embed({ access }: { access: Access }) {
  const code = snippetFor(wayIn.value, access);
  return (
    <fieldset class="embed">
      <legend>Embed it like this</legend>
      <div class="ways" role="group" aria-label="Way in">
        {WAYS_IN.map((name) => (
          <button key={name} type="button" aria-pressed={name === wayIn.value} onClick={() => (wayIn.value = name)}>
            {name}
          </button>
        ))}
      </div>
      <div class="code">
        <CopyButton text={code} name="Copy the code" />
        <pre>
          <code>{code}</code>
        </pre>
      </div>
    </fieldset>
  );
}

/** One option of the widget: a list of its values, or a field for free text. */
function Choice({ name, values }: { name: string; values: readonly string[] }) {
  const value = chosen.value[name] ?? values[0] ?? '';
  const onChange = (event: { currentTarget: { value: string } }) => choose(name, event.currentTarget.value);
  if (!values.length)
    return (
      <label>
        <span>{name}</span>
        <input value={value} onChange={onChange} />
      </label>
    );
  return (
    <label>
      <span>{name}</span>
      <select value={value} onChange={onChange}>
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
