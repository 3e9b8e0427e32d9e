import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { type Icon, IconBrandGithub, IconBrandGoogle, IconBrandLinkedin } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { leaveFor } from '../app/identity-visit.ts';
import { readProblem } from '../app/problem.ts';
import type { IdentityProvider } from '../app/rows.ts';
import { trpc } from '../app/trpc.ts';

export const identityIcons: Record<IdentityProvider['provider'], Icon> = { google: IconBrandGoogle, linkedin: IconBrandLinkedin, github: IconBrandGithub };

/** What a button and a row call it. */
export const identityLabel = ({ label, simulated }: IdentityProvider): string => (simulated ? `${label} (simulated)` : label);

/** Ways in with an account elsewhere; nothing where none is configured. */
export function IdentityButtons({ returnTo }: { returnTo: string }) {
  const { data: providers = [] } = useQuery({ ...trpc.identities.providers.queryOptions(), staleTime: Infinity });
  const begin = useMutation(trpc.identities.begin.mutationOptions({ onSuccess: ({ url }) => { leaveFor(url, returnTo); } }));
  if (providers.length === 0) return null;
  return (
    <Stack mt="md" gap="sm">
      <Divider label="or" />
      {begin.error !== null && (
        <Alert color="red" variant="light" role="alert">
          <Text size="sm">{readProblem(begin.error).hint}</Text>
        </Alert>
      )}
      {providers.map((one) => {
        const BrandIcon = identityIcons[one.provider];
        return (
          <Button
            key={one.provider}
            variant="default"
            fullWidth
            h="auto"
            mih={36}
            py={6}
            styles={{ label: { whiteSpace: 'normal' } }} // on a telephone the name does not fit in one line
            leftSection={<BrandIcon size={18} aria-hidden />}
            loading={begin.variables?.provider === one.provider && (begin.isPending || begin.isSuccess)}
            onClick={() => { begin.mutate({ provider: one.provider }); }}
          >
            Continue with {identityLabel(one)}
          </Button>
        );
      })}
    </Stack>
  );
}
