import type { NamedNote } from '../../core/question.ts'
import { journalRoot } from './journal-places.ts'
import { quote } from './quote.ts'

/**
 * Notes of what a content says lie beside the journals of whoever acts, in a folder of mode 0700: each a file that is called
 * as its question says, with the digest of the content, and the note.
 */
const place = `${journalRoot}
rb_nd=\${rb_jr%/*}/content-notes`

/** `rb_noted SHA256 NAME` tells the note of that name where it is about that content. Done by the shell itself. */
export const noteFunctions = `rb_noted() {
  ${place}
  rb_nf=$rb_nd/$2
  [ -f "$rb_nf" ] && [ ! -L "$rb_nd" ] && [ -O "$rb_nd" ] && [ -O "$rb_nf" ] || return
  { read -r rb_na && IFS= read -r rb_nb; } 2>/dev/null <"$rb_nf" && [ "$rb_na" = "$1" ] || return
  printf 'h %s %s\\n%s' "$1" "\${#rb_nb}" "$rb_nb"
}`

/**
 * A script that leaves notes, of one line each, in place of the older ones of these names. It says nothing, whatever comes of it, and
 * starts no program: a note that is not whole has no end of its line, and is not believed. Where there are too many, all go first.
 */
export const leaveNotes = (notes: readonly NamedNote[]): string => `( ${place}
umask 077
[ -d "$rb_nd" ] || { (umask 022; mkdir -p -- "\${rb_nd%/*}") && mkdir -- "$rb_nd"; } || exit
[ ! -L "$rb_nd" ] && [ -O "$rb_nd" ] || exit
set -- "$rb_nd"/*; [ $# -le ${mostNotes} ] || rm -f -- "$@"
rb_note() {
  if [ -e "$rb_nd/$1" ] || [ -L "$rb_nd/$1" ]; then { [ -f "$rb_nd/$1" ] && [ ! -L "$rb_nd/$1" ] && [ -O "$rb_nd/$1" ]; } || rm -rf -- "$rb_nd/$1"; fi
  printf '%s\\n%s\\n' "$2" "$3" >|"$rb_nd/$1"
}
${notes.map(({ name, sha256, note }) => `rb_note ${name} ${sha256} ${quote(note)}`).join('\n')} ) >/dev/null 2>&1`

/** Names of notes that nobody asks for any more: of edits that are other ones now, and of files that are gone. */
const mostNotes = 1000
