import type { Variables } from './variables.ts'

/** Before an offset is added: HTTPS, HTTP, registry and server of JMX, the embedded directory and its Kerberos, Thrift. */
const serverPorts = [9443, 9763, 9999, 11111, 10389, 8000, 10500]

/** Ports that two nodes of one machine would both listen on. The clustering port takes no part in the offset. */
export function sharedPorts(a: Variables, b: Variables): number[] {
  const [portsOfA, portsOfB] = [a, b].map(({ offset, memberPort, member }) => [
    ...serverPorts.map((port) => port + offset),
    ...(a.member === b.member || member === undefined ? [memberPort] : []),
  ])
  return portsOfA?.filter((port) => portsOfB?.includes(port)) ?? []
}
