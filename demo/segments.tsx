import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SegmentsProps<Value extends string> {
  readonly name: string;
  /** Id of the chosen value's control, for a label elsewhere. */
  readonly id?: string;
  readonly values: readonly Value[];
  readonly value: Value;
  /** Id of the text that explains the choice. */
  readonly describedBy?: string;
  /** What is shown for a value, by default the value itself. */
  readonly label?: (value: Value) => ComponentChildren;
  /** The name of a value, where what is shown is no text. */
  readonly nameOf?: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function Segments<Value extends string>({
  name,
  values,
  id,
  value,
  describedBy,
  label,
  nameOf = (value) => value,
  onChange,
}: SegmentsProps<Value>) {
  const group = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {values.map((each) => (
        <label key={each}>
          <input
            type="radio"
            id={each === value ? id : undefined}
            name={group}
            aria-label={label && nameOf(each)}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <span>{label?.(each) ?? each}</span>
        </label>
      ))}
    </div>
  );
}
