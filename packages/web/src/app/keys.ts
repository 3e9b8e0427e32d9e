// One registry of keys. Pages add theirs while they are shown; the help dialog prints what is in it.
import { useEffect, useRef } from 'react';

export interface KeyBinding {
  /** One key, or two pressed one after the other: "/", "g c". */
  keys: string;
  says: string;
  run: () => void;
}

const SEQUENCE_MS = 1200;
const OFF = 'callgres.keys-off';

const registered: KeyBinding[][] = [];
let firstKey: { key: string; at: number } | undefined;

export function keysAreOff(): boolean {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

/** Single keys can be switched off (WCAG 2.1.4): speech input types them by accident. "?" stays, to switch them on. */
export function switchKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, '1');
  } catch {
    // Without storage the choice lasts as long as the page, which is not at all.
  }
}

/** All bindings in force, the newest first; of two with the same keys only the newer. */
export function listKeys(): KeyBinding[] {
  const found = new Map<string, KeyBinding>();
  for (const binding of registered.flat().reverse()) if (!found.has(binding.keys)) found.set(binding.keys, binding);
  return [...found.values()];
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="menu"]') !== null);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  // An open dialog has its own keys; the page behind it has none.
  if (document.querySelector('[aria-modal="true"]') !== null) return;
  const before = firstKey && event.timeStamp - firstKey.at < SEQUENCE_MS ? `${firstKey.key} ` : '';
  firstKey = undefined;
  const bindings = listKeys().filter((binding) => !keysAreOff() || binding.keys === '?' || binding.keys === 'Escape');
  const hit = bindings.find((binding) => binding.keys === before + event.key) ?? bindings.find((binding) => binding.keys === event.key);
  if (hit) {
    event.preventDefault();
    hit.run();
  } else if (bindings.some((binding) => binding.keys.startsWith(`${event.key} `))) {
    firstKey = { key: event.key, at: event.timeStamp };
  }
}

/** Adds these keys while the component is shown. */
export function useKeys(bindings: KeyBinding[]): void {
  const newest = useRef(bindings);
  newest.current = bindings;
  const words = bindings.map((binding) => `${binding.keys}\t${binding.says}`).join('\n');
  useEffect(() => {
    if (words === '') return undefined;
    const entry = words.split('\n').map((line): KeyBinding => {
      const [keys = '', says = ''] = line.split('\t');
      return { keys, says, run: () => newest.current.find((binding) => binding.keys === keys)?.run() };
    });
    if (registered.length === 0) document.addEventListener('keydown', onKeyDown);
    registered.push(entry);
    return () => {
      registered.splice(registered.indexOf(entry), 1);
      if (registered.length === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, [words]);
}
