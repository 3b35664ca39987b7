import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { comment } from '../../../lib/remote/posix/comment.ts'
import { type Jvm, setJavaHome } from '../../../lib/remote/posix/java.ts'
import { askDirectoryClass } from './ask-directory-class.ts'

/** One thing that a directory was asked: what it is about, and what was found, as `java/AskDirectory.java` prints it. */
export type DirectoryRow = readonly string[]

/**
 * Runs a program of ours by the server's own JVM, for a node has no other client for certain: what it is to ask, the
 * passwords with it, comes by standard input. The file that goes to the host holds the program alone. 127: there is no JVM.
 */
export const askDirectory = (
  url: string,
  java: Jvm | undefined,
): string => `${comment(`what the directory ${url} answers`)}
${setJavaHome(java)}
[ -x "$JAVA_HOME/bin/java" ] || exit 127
d=$(mktemp -d) || exit
trap 'rm -rf -- "$d"' EXIT
trap 'exit 1' HUP INT TERM
base64 -d <<'RB_CLASS' | gzip -d >"$d/AskDirectory.class"${askDirectoryClass}RB_CLASS
"$JAVA_HOME/bin/java" -Xmx64m -cp "$d" AskDirectory`

/** Reads what `askDirectory` prints; what a JVM says beside it is not looked at. */
export const readDirectory = ({ output }: CommandAnswer): readonly DirectoryRow[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('='))
    .map((line) => line.slice(1).split('\t'))
