import { comparePeriods, listDays, listHours, listSourceFigures } from '@callgres/shared';
import { query, router } from '../trpc.ts';

export const dashboard = router({
  compare: query(comparePeriods),
  days: query(listDays),
  hours: query(listHours),
  sources: query(listSourceFigures),
});
