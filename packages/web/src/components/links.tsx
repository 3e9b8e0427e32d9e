// The library's link and button as links of the router: typed addresses, loaded before the click.
import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type OfAnchor<P> = P & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P | 'href'> & { ref?: Ref<HTMLAnchorElement> };

export const AnchorLink = createLink((props: OfAnchor<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: OfAnchor<ButtonProps>) => <Button component="a" {...props} />);
export const PlaceLink = createLink((props: OfAnchor<NavLinkProps>) => <NavLink component="a" {...props} />);
