// Values that zod has no word for, in the forms in which they pass between the database and its callers.
import { z } from 'zod';

/** Text that a caller sends. PostgreSQL cannot hold U+0000, and nothing that a person types is longer. */
export const inputText = z.string().max(10_000).refine((text) => !text.includes('\0'), { error: 'Contains a NUL character' });

/** `HH:MM`, `HH:MM:SS` or with fractions; 24:00 is the end of a day, as in PostgreSQL. */
export const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$/);

/** An exact decimal number as text: money and measures never pass through floating point. */
export const decimal = z.string().regex(/^-?\d{1,40}(\.\d{1,20})?$/);

export const ipAddress = z.union([z.ipv4(), z.ipv6()]);

export const bytes = z.instanceof(Uint8Array);
