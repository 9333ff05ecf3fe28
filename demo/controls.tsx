import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { FAULTS, type Fault, fault, latencyMs } from './faults';
import { BACKGROUNDS, background, CHOICES, COLOURS, choose, chosen, GROUPS, meaningOf, STYLES, style, styles, switches } from './options';
import { Segments } from './segments';

/** Everything that can be set about the widget and its page. */
export function Options() {
  return (
    <>
      {Object.entries(GROUPS).map(([title, names]) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {names.map((name) => {
            const Kind = name in switches ? Switch : name in STYLES ? Style : Choice;
            return <Kind key={name} name={name} />;
          })}
        </fieldset>
      ))}
      <fieldset>
        <legend>Page</legend>
        <Control id="background" name="background">
          <select id="background" value={background.value} onChange={(event) => (background.value = event.currentTarget.value)}>
            {BACKGROUNDS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Control>
        <Switch name="right to left" />
      </fieldset>
    </>
  );
}

/** What can go wrong on the way to the API. */
export function Network() {
  return (
    <fieldset>
      <legend>Between the widget and the API</legend>
      {FAULTS.map(([value, label]) => (
        <label key={value} class="fault">
          <input type="radio" name="fault" checked={value === fault.value} onChange={() => (fault.value = value as Fault)} />
          <span>{label}</span>
        </label>
      ))}
      <p class="meaning">
        After a lost connection or a 500 the rating may be on record, so the widget waits 5 or 30 seconds and looks for it before it sends
        it again. What was refused is not sent again by itself.
      </p>
      <label class="control">
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
  );
}

/** A control with its name before it and its explanation below. The name is the label of a control that has the id. */
function Control({ id, name, children }: { id: string; name: string; children: ComponentChildren }) {
  return (
    <div>
      <div class="control">
        <label for={id}>{name}</label>
        {children}
      </div>
      <p id={`${id}-meaning`} class="meaning">
        {meaningOf(name)
          .split('`')
          .map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))}
      </p>
    </div>
  );
}

function Switch({ name }: { name: string }) {
  const id = useId();
  const isOn = switches[name as keyof typeof switches];
  return (
    <Control id={id} name={name}>
      <input
        id={id}
        type="checkbox"
        checked={isOn.value}
        aria-describedby={`${id}-meaning`}
        onChange={(event) => (isOn.value = event.currentTarget.checked)}
      />
    </Control>
  );
}

/** One custom property: colours as dots, other values by name. */
function Style({ name }: { name: string }) {
  const id = useId();
  const values = STYLES[name] ?? [];
  return (
    <Control id={id} name={name}>
      <Segments
        id={id}
        name={name}
        values={values}
        value={styles.value[name] ?? ''}
        describedBy={`${id}-meaning`}
        label={(value) => (value in COLOURS ? <i class="dot" style={{ background: value }} title={COLOURS[value]} /> : value || 'default')}
        nameOf={(value) => COLOURS[value] ?? (value || 'default')}
        onChange={(value) => style(name, value)}
      />
    </Control>
  );
}

/** A language by its name in that language. */
const languageName = (tag: string) => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;

/** Values that fit side by side. */
const isShort = (values: readonly string[]) => values.length < 4 && values.join('').length < 26;

/** One option of the widget: a few values side by side, or a list of many. */
function Choice({ name }: { name: string }) {
  const id = useId();
  const values = CHOICES[name] ?? [];
  const value = chosen.value[name] ?? values[0] ?? '';
  return (
    <Control id={id} name={name}>
      {isShort(values) ? (
        <Segments id={id} name={name} values={values} value={value} describedBy={`${id}-meaning`} onChange={(each) => choose(name, each)} />
      ) : (
        <select id={id} value={value} aria-describedby={`${id}-meaning`} onChange={(event) => choose(name, event.currentTarget.value)}>
          {values.map((each) => (
            <option key={each} value={each}>
              {name !== 'locale' ? each : each ? `${languageName(each)} (${each})` : "the page's language"}
            </option>
          ))}
        </select>
      )}
    </Control>
  );
}
