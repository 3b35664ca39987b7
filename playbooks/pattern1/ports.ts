import type { Variables } from './variables.ts'

/** Ports that a server listens on before its offset is added: HTTPS, HTTP, RMI, the embedded directory, Thrift. */
const serverPorts = [9443, 9763, 9999, 11111, 10389, 8000, 10500]

/** Ports that two nodes of one machine would both listen on. The clustering port takes no part in the offset. */
export function sharedPorts(a: Variables, b: Variables): number[] {
  const [portsOfA, portsOfB] = [a, b].map(({ offset, memberPort, member }) => [
    ...serverPorts.map((port) => port + offset),
    ...(a.member === b.member || member === undefined ? [memberPort] : []),
  ])
  return portsOfA?.filter((port) => portsOfB?.includes(port)) ?? []
}
