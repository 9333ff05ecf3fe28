import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly values: readonly Value[];
  readonly value: Value;
  /** Id of the text that explains the choice. */
  readonly describedBy?: string;
  /** What is shown for a value, by default the value itself. */
  readonly label?: (value: Value) => ComponentChildren;
  readonly onChange: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function Segments<Value extends string>({ name, values, value, describedBy, label, onChange }: SegmentsProps<Value>) {
  const group = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {values.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={group}
            aria-label={label && (each || 'default')}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <span>{label?.(each) ?? each}</span>
        </label>
      ))}
    </div>
  );
}
