import { FAULTS, type Fault, fault, latencyMs } from './faults';
import { CHOICES, type Choice, choose, chosen, type Door, snippetFor, switches } from './options';

/** Everything that can be set: the network's faults and the widget's options. */
export function Controls({ door }: { door: Door }) {
  return (
    <section class="panel controls" aria-labelledby="controls-title">
      <h2 id="controls-title">Try it</h2>
      <fieldset>
        <legend>Network</legend>
        <label>
          <span>What happens</span>
          <select value={fault.value} onChange={(event) => (fault.value = event.currentTarget.value as Fault)}>
            {Object.entries(FAULTS).map(([value, label]) => (
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
        <legend>Widget</legend>
        {Object.entries(CHOICES).map(([name, values]) => (
          <label key={name}>
            <span>{name}</span>
            <select
              value={chosen.value[name as Choice] ?? values[0]}
              onChange={(event) => choose(name as Choice, event.currentTarget.value)}
            >
              {values.map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        ))}
        {Object.entries(switches).map(([name, isOn]) => (
          <label key={name}>
            <span>{name}</span>
            <input type="checkbox" checked={isOn.value} onChange={(event) => (isOn.value = event.currentTarget.checked)} />
          </label>
        ))}
      </fieldset>
      <details open>
        <summary>Embed it like this</summary>
        <pre>
          <code>{snippetFor(door)}</code>
        </pre>
      </details>
    </section>
  );
}
