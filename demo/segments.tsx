import { useId } from 'preact/hooks';

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly values: readonly Value[];
  readonly value: Value;
  /** Id of the text that explains the choice. */
  readonly describedBy?: string;
  readonly onChange: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function Segments<Value extends string>({ name, values, value, describedBy, onChange }: SegmentsProps<Value>) {
  const group = useId();
  return (
    <div class="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {values.map((each) => (
        <label key={each}>
          <input type="radio" name={group} checked={each === value} onChange={() => onChange(each)} />
          <span>{each}</span>
        </label>
      ))}
    </div>
  );
}
