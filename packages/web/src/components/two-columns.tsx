import type { ReactNode } from 'react';
import classes from './two-columns.module.css';

/** Two columns, the first somewhat wider; one below the other where there is no room for both. */
export const TwoColumns = ({ children }: { children: ReactNode }) => <div className={classes['columns']}>{children}</div>;
