// The one page of the simulated providers: be whoever you like.
import type { Visitor } from './index.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const askPage = (label: string, { email, name }: Pick<Visitor, 'email' | 'name'>, asksForCalendar = false): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Simulated ${escaped(label)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 24rem; margin: 3rem auto; padding: 0 1rem; }
  label { display: block; margin-top: 1rem; } input[type=email], input[type=text] { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; }
  button { font: inherit; margin: 1.5rem .5rem 0 0; padding: .4rem 1rem; }
</style></head><body><main>
<h1>Simulated ${escaped(label)}</h1>
<p>This stands in for ${escaped(label)} and asks for no password. Whoever says the same address is the same person.</p>
<form method="post">
  <label>E-mail<input type="email" name="email" value="${escaped(email)}" required></label>
  <label>Name<input type="text" name="name" value="${escaped(name)}"></label>
  <label><input type="checkbox" name="verified" checked> The address is verified</label>${asksForCalendar ? '\n  <label><input type="checkbox" name="calendar" checked> Let Callgres see and change events of the calendar</label>' : ''}
  <button name="answer" value="yes">Continue</button><button name="answer" value="no" formnovalidate>Decline</button>
</form>
</main></body></html>
`;
