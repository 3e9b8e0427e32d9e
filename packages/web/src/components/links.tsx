// The library's link and button as links of the router: typed addresses, loaded before the click.
import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core';
import { createLink, useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';

type OfAnchor<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P | 'href'> & { ref?: Ref<HTMLAnchorElement> };

export const AnchorLink = createLink((props: OfAnchor<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: OfAnchor<ButtonProps>) => <Button component="a" {...props} />);
export const PlaceLink = createLink((props: OfAnchor<NavLinkProps>) => <NavLink component="a" {...props} />);

/** A link whose path the server has written: one of our own pages, which its CHECK sees to. */
export function PathLink({ path, onClick, children }: { path: string; onClick: () => void; children: ReactNode }) {
  const { history } = useRouter();
  return (
    <Anchor
      href={path} size="sm" fw={500} c="var(--mantine-color-text)"
      onClick={(event) => {
        onClick();
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        history.push(path);
      }}
    >
      {children}
    </Anchor>
  );
}
