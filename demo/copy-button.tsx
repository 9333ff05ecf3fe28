import { useState } from 'preact/hooks';

/** A button that copies a text and says so for a moment. */
export function CopyButton({ text, name = 'Copy' }: { text: string; name?: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      class="copy"
      aria-label={isCopied ? 'Copied' : name}
      title={name}
      onClick={() => {
        // Where the browser refuses, the text can still be selected.
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => {},
        );
        setTimeout(() => setCopied(false), 1500);
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={isCopied ? 'm5 13 4.5 4.5L19 7' : 'M9 9h11v11H9zM15 9V4H4v11h5'} />
      </svg>
    </button>
  );
}
