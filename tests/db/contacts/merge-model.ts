// What an import must do, written a second time and without SQL: line by line, in the order of the file.

export type Policy = 'skip' | 'fill' | 'overwrite';

export interface Line {
  name: string | null;
  phone: string | null;
  email: string | null;
  company: string | null;
  parseError: string | null;
}

export interface Person {
  number: string;
  name: string;
  email: string | null;
  company: string | null;
  tags: string[];
  deleted: boolean;
}

export interface Counts {
  inserted: number;
  updated: number;
  unchanged: number;
  duplicate_in_file: number;
  rejected: number;
  suppressed: number;
  blank: number;
}

export interface World {
  people: Person[];
  optedOut: readonly string[];
}

/** The number in one notation; null when it is none. The generated ones need no more than this. */
export function numberOf(text: string | null): string | null {
  const bare = (text ?? '').replaceAll(/[ ().-]/g, '');
  if (/^\+[1-9]\d{6,14}$/.test(bare)) return bare;
  return /^00[1-9]\d{6,14}$/.test(bare) ? `+${bare.slice(2)}` : null;
}

const LONGEST = 255;
const tooLong = (line: Line): boolean => [line.name, line.email, line.company].some((text) => (text ?? '').length > LONGEST);
const union = (some: readonly string[], others: readonly string[]): string[] => [...new Set([...some, ...others])].sort();

/** A line meets a person who is there: who they are afterwards. */
function meet(person: Person, line: Line, tags: readonly string[], policy: Policy): Person {
  if (policy === 'skip' && !person.deleted) return person;
  const over = policy === 'overwrite';
  const pick = (old: string | null, said: string | null): string | null => (over ? said ?? old : old ?? said);
  const nameless = person.name === person.number;
  return {
    ...person,
    name: line.name !== null && (over || nameless) ? line.name : person.name,
    email: pick(person.email, line.email),
    company: pick(person.company, line.company),
    tags: union(person.tags, tags),
    deleted: false,
  };
}

/** Counts and people after the file. */
export function importFile(world: World, lines: readonly Line[], tags: readonly string[], policy: Policy): { counts: Counts; people: Person[] } {
  const counts: Counts = { inserted: 0, updated: 0, unchanged: 0, duplicate_in_file: 0, rejected: 0, suppressed: 0, blank: 0 };
  const people = new Map(world.people.map((person) => [person.number, person]));
  const met = new Set<string>();
  for (const line of lines) {
    const number = numberOf(line.phone);
    if (line.parseError === null && [line.name, line.phone, line.email, line.company].every((cell) => cell === null)) counts.blank++;
    else if (line.parseError !== null || number === null || tooLong(line)) counts.rejected++;
    else if (met.has(number)) counts.duplicate_in_file++;
    else {
      met.add(number);
      const there = people.get(number);
      if (world.optedOut.includes(number)) counts.suppressed++;
      else if (there === undefined) {
        counts.inserted++;
        people.set(number, { number, name: line.name ?? number, email: line.email, company: line.company, tags: [...tags], deleted: false });
      } else {
        const after = meet(there, line, tags, policy);
        if (JSON.stringify(after) === JSON.stringify(there)) counts.unchanged++;
        else counts.updated++;
        people.set(number, after);
      }
    }
  }
  return { counts, people: [...people.values()].sort((a, b) => (a.number < b.number ? -1 : 1)) };
}
