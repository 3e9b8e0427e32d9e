// The frame around every signed-in page: navigation at the left, the state of the account above.
import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAddressBook, IconPhone, IconSpeakerphone } from '@tabler/icons-react';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useKeys } from '../app/keys.ts';
import { useLiveEvents } from '../app/live.ts';
import { useMe } from '../app/session.ts';
import { Header } from './header.tsx';
import { KeysHelp } from './keys-help.tsx';
import classes from './shell.module.css';
import { PlaceLink } from '../components/links.tsx';

const places = [
  { to: '/campaigns', label: 'Campaigns', icon: IconSpeakerphone, keys: 'g c' },
  { to: '/contacts', label: 'Contacts', icon: IconAddressBook, keys: 'g o' },
  { to: '/calls', label: 'Calls', icon: IconPhone, keys: 'g l' },
] as const;

export function Shell() {
  const [navOpen, nav] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  const navigate = useNavigate();
  const me = useMe();
  useLiveEvents(me.last_event_id);
  useKeys([
    ...places.map((place) => ({ keys: place.keys, says: `Go to ${place.label.toLowerCase()}`, run: () => void navigate({ to: place.to }) })),
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
        {places.map(({ to, label, icon: Icon }) => (
          <PlaceLink
            key={to}
            to={to}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            className={classes['place']}
            activeOptions={{ exact: false, includeSearch: false }}
            onClick={nav.close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes['main']}>
        <div className={classes['page']}>
          <Outlet />
        </div>
      </AppShell.Main>
      <KeysHelp opened={helpOpen} onClose={help.close} />
    </AppShell>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
}
