import { Group, Text } from '@mantine/core';

/** @param small only the sign, where a narrow screen has no room for the name */
export function Logo({ small = false }: { small?: boolean }) {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/favicon.svg" width={24} height={24} alt="" />
      <Text {...(small && { visibleFrom: 'sm' })} fw={650} fz={16} lh={1} style={{ letterSpacing: '-0.01em' }}>
        Callgres
      </Text>
    </Group>
  );
}
