import { ActionIcon, Burger, Divider, Group, Menu, Text, Tooltip, UnstyledButton, VisuallyHidden, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconBell, IconBellRinging, IconChevronDown, IconKeyboard, IconLock, IconLogout, IconMoon, IconPlugConnected, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { formatCount } from '../app/format.ts';
import { endLiveEvents, openLiveEvents, useLiveState } from '../app/live.ts';
import { tellRefusal } from '../app/problem.ts';
import { noteSignedIn, useMe } from '../app/session.ts';
import { queryClient, trpc } from '../app/trpc.ts';
import { Logo } from './logo.tsx';
import classes from './shell.module.css';

interface HeaderProps {
  navOpen: boolean;
  onNav: () => void;
  onHelp: () => void;
}

export function Header({ navOpen, onNav, onHelp }: HeaderProps) {
  return (
    <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap">
        <Burger opened={navOpen} onClick={onNav} hiddenFrom="sm" size="sm" aria-label={navOpen ? 'Close the navigation' : 'Open the navigation'} />
        <Link to="/" aria-label="Callgres, to the dashboard" style={{ color: 'inherit', textDecoration: 'none' }}>
          <Logo small />
        </Link>
      </Group>
      <Group wrap="nowrap" className={classes['figures'] ?? ''}>
        <AccountFigures />
        <LiveDot />
        <Group gap={4} wrap="nowrap">
          <Bell />
          <ThemeToggle />
          <AccountMenu onHelp={onHelp} />
        </Group>
      </Group>
    </Group>
  );
}

function AccountFigures() {
  const me = useMe();
  return (
    <Group gap="md" wrap="nowrap">
      <Tooltip label={`${formatCount(me.credits)} credits, of which ${formatCount(me.held_credits)} are held by calls in progress. What a call does not use comes back when it ends.`}>
        <Text className={classes['stat']} visibleFrom="xs" tabIndex={0}>
          <b>{formatCount(me.available_credits)}</b> <span className={classes['dim']}>credits ({formatCount(me.held_credits)} held)</span>
        </Text>
      </Tooltip>
      <Divider orientation="vertical" visibleFrom="xs" my={4} />
      <Tooltip label="Calls at this moment, and how many your account may make at once.">
        <Text className={classes['stat']} tabIndex={0}>
          <b>{me.lines_in_use}</b> <span className={classes['dim']}>of {me.lines_limit} lines</span>
        </Text>
      </Tooltip>
    </Group>
  );
}

function LiveDot() {
  const state = useLiveState();
  const words = state === 'live' ? 'Live: changes show by themselves' : 'Connecting: what you see may be some seconds old';
  return (
    <Tooltip label={words}>
      <span className={classes['dot']} data-state={state} role="status">
        <VisuallyHidden>{words}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}

function Bell() {
  const { data: unread = 0 } = useQuery(trpc.notifications.countUnread.queryOptions());
  const navigate = useNavigate();
  const words = unread === 0 ? 'Notifications: none unseen' : `Notifications: ${unread > 99 ? 'more than 99' : String(unread)} unseen`;
  const Icon = unread === 0 ? IconBell : IconBellRinging;
  return (
    <Tooltip label={words}>
      <ActionIcon size={36} variant={unread === 0 ? 'subtle' : 'light'} color={unread === 0 ? 'gray' : 'orange'} aria-label={words} onClick={() => void navigate({ to: '/notifications', search: {} })}>
        <Icon size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme('light');
  const other = shown === 'dark' ? 'light' : 'dark';
  const Icon = shown === 'dark' ? IconSun : IconMoon;
  return (
    <Tooltip label={`Switch to ${other}`}>
      <ActionIcon
        size={36}
        variant="subtle"
        color="gray"
        aria-label={`Switch to ${other}`}
        onClick={() => {
          setColorScheme(other);
        }}
      >
        <Icon size={18} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const signOut = useMutation(
    trpc.session.signOut.mutationOptions({
      onMutate: async () => {
        endLiveEvents();
        await queryClient.cancelQueries();
      },
      onSuccess: async () => {
        // First away from the pages that need an account, then forget what they showed.
        await navigate({ to: '/login' });
        noteSignedIn(false);
      },
      onError: (error) => {
        tellRefusal('Signing out failed', error);
        openLiveEvents();
      },
    }),
  );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${me.name}`} p={6}>
          <Group gap={4} wrap="nowrap">
            <IconUserCircle size={20} stroke={1.7} aria-hidden />
            <IconChevronDown size={14} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {me.name}
          </Text>
          <Text size="xs">{me.email}</Text>
          <Text size="xs">Times are shown in {me.timezone}</Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => void navigate({ to: '/settings/security' })}>
          Security
        </Menu.Item>
        <Menu.Item leftSection={<IconBell size={16} aria-hidden />} onClick={() => void navigate({ to: '/settings/notifications' })}>
          Notifications
        </Menu.Item>
        <Menu.Item leftSection={<IconPlugConnected size={16} aria-hidden />} onClick={() => void navigate({ to: '/settings/integrations' })}>
          Integrations
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
          Keys
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => {
            signOut.mutate();
          }}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
