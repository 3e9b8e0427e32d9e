import { Text } from '@mantine/core';
import type { CallStep } from '../../../../app/rows.ts';
import { inWords, sourceWord } from '../../../../app/status.tsx';
import { Moment } from '../../../../components/moment.tsx';
import classes from './call-steps.module.css';

/** Every step of a call with its time and with where we know it from. */
export function CallSteps({ steps }: { steps: CallStep[] }) {
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No steps are noted for this call.
      </Text>
    );
  }
  return (
    <ol className={classes['steps']}>
      {steps.map((step, index) => (
        <li key={index}>
          <div className={classes['line']}>
            <b>{inWords(step.step)}</b>
            <span>
              <Moment at={step.at} seconds />
            </span>
          </div>
          <Text size="xs" c="dimmed">
            {sourceWord(step.source)}
            {step.detail !== null && step.detail !== '' && ` · ${step.detail}`}
          </Text>
        </li>
      ))}
    </ol>
  );
}
