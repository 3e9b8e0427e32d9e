// The frame around every signed-in page: navigation at the left, the state of the account above.
import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAddressBook, IconCalendarCheck, IconCalendarEvent, IconLayoutDashboard, IconPhone, IconRobot, IconShieldCog, IconSpeakerphone, IconTargetArrow, IconUserStar } from '@tabler/icons-react';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useKeys } from '../app/keys.ts';
import { useLiveEvents } from '../app/live.ts';
import { useRenewal } from '../app/renewal.ts';
import type { Me } from '../app/rows.ts';
import { askWhoIAm, isAdministrator, useMe } from '../app/session.ts';
import { Header } from './header.tsx';
import { KeysHelp } from './keys-help.tsx';
import { PasswordPrompt } from './password-prompt.tsx';
import { ViewBanner } from './view-banner.tsx';
import classes from './shell.module.css';
import { PlaceLink } from '../components/links.tsx';

const places = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard, keys: 'g d' },
  { to: '/campaigns', label: 'Campaigns', icon: IconSpeakerphone, keys: 'g c' },
  { to: '/contacts', label: 'Contacts', icon: IconAddressBook, keys: 'g o' },
  { to: '/calls', label: 'Calls', icon: IconPhone, keys: 'g l' },
  { to: '/leads', label: 'Leads', icon: IconTargetArrow, keys: 'g e' },
  { to: '/follow-ups', label: 'Follow-ups', icon: IconCalendarCheck, keys: 'g f' },
  { to: '/meetings', label: 'Meetings', icon: IconCalendarEvent, keys: 'g m' },
  { to: '/customers', label: 'Customers', icon: IconUserStar, keys: 'g u' },
  { to: '/agents', label: 'Agents', icon: IconRobot, keys: 'g a' },
] as const;
const administration = { to: '/admin', label: 'Administration', icon: IconShieldCog, keys: 'g t' } as const;

export function Shell() {
  const [navOpen, nav] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  const navigate = useNavigate();
  const me = useMe();
  useLiveEvents(me.last_event_id);
  useRenewal(me.session_expires_at, askWhoIAm);
  useSamePerson(me);
  const shown = isAdministrator(me) ? [...places, administration] : places;
  useKeys([
    ...shown.map((place) => ({ keys: place.keys, says: `Go to ${place.label.toLowerCase()}`, run: () => void navigate({ to: place.to }) })),
    { keys: '/', says: 'Search this list', run: focusSearch },
    { keys: '?', says: 'Show these keys', run: help.open },
  ]);

  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !navOpen } }} padding={{ base: 'sm', sm: 'lg' }}>
      <a href="#main" className={classes['skip']}>
        Skip to the page
      </a>
      <AppShell.Header className={classes['header']}>
        <Header navOpen={navOpen} onNav={nav.toggle} onHelp={help.open} />
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes['navbar']} aria-label="Pages">
        {shown.map(({ to, label, icon: Icon }) => (
          <PlaceLink
            key={to}
            to={to}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            className={classes['place']}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            onClick={nav.close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes['main']}>
        <ViewBanner />
        <div className={classes['page']}>
          <Outlet />
        </div>
      </AppShell.Main>
      <PasswordPrompt />
      <KeysHelp opened={helpOpen} onClose={help.close} />
    </AppShell>
  );
}

/** A view that ended leaves the administrator in their own session: nothing of the other account may stay on the page. The one place that leads away. */
function useSamePerson(me: Me): void {
  const first = useRef(me);
  useEffect(() => {
    if (first.current.id !== me.id) window.location.assign(first.current.viewed_by === null ? '/' : '/admin');
  }, [me.id]);
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
}
