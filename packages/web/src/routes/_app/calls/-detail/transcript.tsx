import { ActionIcon, Group, Highlight, Text, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import clsx from 'clsx';
import { useMemo, useRef, useState } from 'react';
import { countOf } from '../../../../app/format.ts';
import { type Turn, parseTurns } from './transcript-turns.ts';
import classes from './transcript.module.css';

interface TranscriptProps {
  text: string;
  agentName: string;
  contactName: string | null;
}

/** A conversation as turns, with a search that leads from match to match. */
export function Transcript({ text, agentName, contactName }: TranscriptProps) {
  const turns = useMemo(() => parseTurns(text), [text]);
  const [sought, setSought] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const needle = sought.trim().toLowerCase();
  const hits = needle === '' ? [] : turns.flatMap((turn, index) => (turn.text.toLowerCase().includes(needle) ? [index] : []));
  const step = (by: 1 | -1): void => {
    if (hits.length === 0) return;
    const next = (at + by + hits.length) % hits.length;
    setAt(next);
    list.current?.children[hits[next] ?? 0]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div>
      <Group gap={4} mb="sm" wrap="nowrap">
        <TextInput
          type="search"
          aria-label="Search the conversation"
          placeholder="Search the conversation"
          size="xs"
          style={{ flex: 1 }}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={sought}
          onChange={(event) => {
            setSought(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          }}
        />
        {needle !== '' && (
          <>
            <Text size="xs" c="dimmed" role="status" style={{ whiteSpace: 'nowrap' }}>
              {hits.length === 0 ? 'not found' : `${at + 1} of ${countOf(hits.length, 'turn', 'turns')}`}
            </Text>
            <StepIcon label="Match before" disabled={hits.length === 0} onClick={() => { step(-1); }} up />
            <StepIcon label="Next match" disabled={hits.length === 0} onClick={() => { step(1); }} />
          </>
        )}
      </Group>
      <ol className={classes['turns']} ref={list}>
        {turns.map((turn, index) => (
          <TurnItem key={index} turn={turn} needle={needle} current={hits[at] === index} name={speakerName(turn, agentName, contactName)} repeated={turns[index - 1]?.speaker === turn.speaker} />
        ))}
      </ol>
    </div>
  );
}

function speakerName(turn: Turn, agentName: string, contactName: string | null): string {
  if (turn.speaker === 'agent') return agentName;
  return turn.speaker === 'person' ? (contactName ?? 'Person') : 'Unnamed';
}

interface TurnItemProps {
  turn: Turn;
  needle: string;
  current: boolean;
  name: string;
  /** The same speaker goes on. */
  repeated: boolean;
}

function TurnItem({ turn, needle, current, name, repeated }: TurnItemProps) {
  return (
    <li className={clsx(classes['turn'], classes[turn.speaker])} data-current={current || undefined}>
      {!repeated && <div className={classes['name']}>{name}</div>}
      <Highlight highlight={needle} size="sm" component="div" className={classes['said']}>
        {turn.text}
      </Highlight>
    </li>
  );
}

function StepIcon({ label, disabled, onClick, up = false }: { label: string; disabled: boolean; onClick: () => void; up?: boolean }) {
  const Icon = up ? IconChevronUp : IconChevronDown;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
