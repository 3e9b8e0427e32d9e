import {
  countUnreadNotifications, getNotificationPreferences, listNotifications, readAllNotifications, readNotification, setNotificationPreferences,
} from '@callgres/shared';
import { mutation, query, router } from '../trpc.ts';

export const notifications = router({
  list: query(listNotifications),
  countUnread: query(countUnreadNotifications),
  read: mutation(readNotification),
  readAll: mutation(readAllNotifications),
  preferences: query(getNotificationPreferences),
  setPreferences: mutation(setNotificationPreferences),
});
