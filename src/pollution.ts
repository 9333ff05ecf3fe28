import { options } from 'preact';

let isShielded = false;

/**
 * Preact reads the props of its elements with `for in`, so an enumerable property of a polluted `Object.prototype` would become a prop of every
 * one, `dangerouslySetInnerHTML` too. Where there is one, the props are made anew without it.
 */
export function shieldProps(): void {
  if (isShielded || !isPolluted()) return;
  isShielded = true;
  const former = options.vnode;
  options.vnode = (vnode) => {
    const { props } = vnode as { props: Record<string, unknown> | null };
    if (props && typeof props === 'object') {
      const polluted = Object.prototype as unknown as Record<string, unknown>;
      const clean = Object.create(null);
      for (const [name, value] of Object.entries(props)) if (!(name in polluted) || polluted[name] !== value) clean[name] = value;
      (vnode as { props: unknown }).props = clean;
    }
    former?.(vnode);
  };
}

function isPolluted(): boolean {
  for (const _ in {}) return true;
  return false;
}
