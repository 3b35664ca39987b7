/** A port as the tables of the kernel write it. */
export const portInHex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')

/** An address of IPv4 as those tables write it. */
export const addressInHex = (address: string): string =>
  address
    .split('.')
    .reverse()
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('')

/**
 * Ends with 0 where somebody listens on a TCP port of this host: seen without a privilege, a tool, or a connection, which
 * would leave a line in the log of many a server.
 */
export const listens = (port: number): string =>
  `grep -qs ': [0-9A-F]*:${portInHex(port)} [0-9A-F]*:0000 0A ' /proc/net/tcp /proc/net/tcp6`

/**
 * Shell functions: `rb_sockets PORT ADDRESS` prints the sockets that listen on a port, both as the kernel writes them, by
 * number; without an address every one counts, else those on that address or on all. `rb_process SOCKET` prints the process
 * that has one open, as far as may be seen.
 */
export const listenerFunctions = `rb_sockets() {
  awk -v p="$1" -v a="$2" 'split($2, x, ":") == 2 && x[2] == p && $4 == "0A" && (a == "" || x[1] == a || x[1] ~ /^0*$/) { print $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}
rb_process() {
  ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v s="socket:[$1]" '/^\\/proc\\// { split($1, d, "/") } $NF == s { print d[3]; exit }'
}`
