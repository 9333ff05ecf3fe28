import { type ComponentType, h, options, render } from 'preact';
import * as library from 'preact/hooks';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as own from '../../src/script/hooks';

type Hooks = Pick<typeof own, 'useLayoutEffect' | 'useMemo' | 'useRef' | 'useState'>;

/** Lets Preact render what is due. */
const rendered = () => new Promise((resolve) => setTimeout(resolve));

describe.each([
  ['preact/hooks', async (): Promise<Hooks> => library],
  ['the hooks of the script', (): Promise<Hooks> => import('../../src/script/hooks')],
] as const)('%s', (_, load) => {
  let hooks: Hooks;
  const container = document.createElement('div');
  const show = (Component: ComponentType<{ value: number }>, value = 0) => render(h(Component, { value }), container);

  beforeAll(async () => {
    hooks = await load();
    expect(Object.keys(options)).toContain('__r');
  });

  it('renders again with the next state, and not for the same one', async () => {
    let renders = 0;
    let setCount: (next: number) => void = () => {};
    const Counter = () => {
      const [count, set] = hooks.useState(1);
      setCount = set;
      renders += 1;
      return <p>{count}</p>;
    };
    show(Counter);
    setCount(2);
    setCount(3);
    await rendered();
    expect([container.textContent, renders]).toEqual(['3', 2]);
    setCount(3);
    await rendered();
    expect(renders).toBe(2);
    render(null, container);
  });

  it('keeps a ref and a memo between renders, and makes the memo anew when a dependency changes', () => {
    const refs = new Set<unknown>();
    let made = 0;
    const Memo = ({ value }: { value: number }) => {
      refs.add(hooks.useRef(null));
      const double = hooks.useMemo(() => {
        made += 1;
        return value * 2;
      }, [value]);
      return <p>{double}</p>;
    };
    for (const value of [1, 1, 2]) show(Memo, value);
    expect([container.textContent, made, refs.size]).toEqual(['4', 2, 1]);
    render(null, container);
  });

  it('runs effects once the nodes are in place, cleans all up before the first one runs again, and when the component is removed', () => {
    const log: string[] = [];
    const Effects = ({ value }: { value: number }) => {
      hooks.useLayoutEffect(() => {
        log.push(`a${value} ${container.textContent}`);
        return () => void log.push(`clean a${value}`);
      }, [value]);
      hooks.useLayoutEffect(() => {
        log.push(`b${value}`);
        return () => void log.push(`clean b${value}`);
      });
      hooks.useLayoutEffect(() => void log.push('once'), []);
      return <p>{value}</p>;
    };
    show(Effects, 1);
    expect(log.splice(0)).toEqual(['a1 1', 'b1', 'once']);
    show(Effects, 1);
    expect(log.splice(0)).toEqual(['clean b1', 'b1']);
    show(Effects, 2);
    expect(log.slice(0, 2).sort()).toEqual(['clean a1', 'clean b1']);
    expect(log.splice(0).slice(2)).toEqual(['a2 2', 'b2']);
    render(null, container);
    expect(log.sort()).toEqual(['clean a2', 'clean b2']);
  });

  it('calls setState of a removed component without an effect', async () => {
    let set: (next: number) => void = () => {};
    const Gone = () => {
      const [count, setCount] = hooks.useState(0);
      set = setCount;
      return <p>{count}</p>;
    };
    show(Gone);
    render(null, container);
    set(1);
    await rendered();
    expect(container.textContent).toBe('');
  });
});
