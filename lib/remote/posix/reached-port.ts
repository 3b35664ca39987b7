/**
 * A shell function: prints the port of SSH by which this session has come, as `port 22`, or `port` alone where it came by
 * another way. Who acts by sudo has lost the variable that says so: a process above it has it still.
 */
export const reachedPort = `rb_reached() {
  rb_from=$SSH_CONNECTION
  rb_at=$$
  while [ -z "$rb_from" ] && [ "\${rb_at:-0}" -gt 1 ]; do
    rb_from=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$rb_at/environ" | sed -n 's/^SSH_CONNECTION=//p')
    rb_at=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$rb_at/status" 2>/dev/null)
  done 2>/dev/null
  printf 'port %s\\n' "\${rb_from##* }"
}`

/** The port that it prints; undefined: by another way. */
export function readReachedPort(output: string): number | undefined {
  const [, port] = /^port (\d+)$/m.exec(output) ?? []
  return port === undefined ? undefined : Number(port)
}
