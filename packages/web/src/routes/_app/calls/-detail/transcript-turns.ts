// The provider sends a conversation as plain text, one turn after the other, each begun by who speaks.
// No times: none are invented.

export interface Turn {
  speaker: 'agent' | 'person' | 'unknown';
  text: string;
}

const AGENT = ['assistant', 'agent', 'bot', 'ai'];
const PERSON = ['user', 'human', 'customer', 'contact', 'caller'];
const TURN = new RegExp(`^\\s*(${[...AGENT, ...PERSON].join('|')})\\s*:\\s*(.*)$`, 'i');

/** Cuts a transcript into turns. A line that names no speaker belongs to the turn before it. */
export function parseTurns(text: string): Turn[] {
  const turns: Turn[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, who, said] = TURN.exec(line) ?? [];
    const last = turns.at(-1);
    if (who !== undefined && said !== undefined) {
      turns.push({ speaker: AGENT.includes(who.toLowerCase()) ? 'agent' : 'person', text: said.trim() });
    } else if (last) {
      last.text = `${last.text}\n${line}`.trim();
    } else if (line.trim() !== '') {
      turns.push({ speaker: 'unknown', text: line.trim() });
    }
  }
  return turns.filter((turn) => turn.text !== '');
}
