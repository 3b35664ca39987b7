// A tool of a host that notes its call in /srv/strike/log, strikes by /srv/strike/strike where it is its turn, and is then what
// it is called: tools.ts says how. A program and no script, for an apply calls tools two hundred times.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void note(const char *tool, char **words) {
  size_t room = strlen(tool) + 2;
  for (char **word = words; *word; word++) room += strlen(*word) + 1;
  char *line = malloc(room), *end = stpcpy(line, tool);
  for (char **word = words; *word; word++) end = stpcpy(stpcpy(end, " "), *word);
  for (char *c = line; c < end; c++)
    if (*c == '\n') *c = ' ';
  *end++ = '\n';
  int log = open("/srv/strike/log", O_WRONLY | O_APPEND);
  if (log >= 0 && write(log, line, end - line) < 0) perror("log");
  close(log);
  free(line);
}

static int calls(void) {
  FILE *log = fopen("/srv/strike/log", "r");
  int lines = 0;
  for (int c; log && (c = getc_unlocked(log)) != EOF;) lines += c == '\n';
  if (log) fclose(log);
  return lines;
}

static void strikeInTurn(void) {
  FILE *file = fopen("/srv/strike/at", "r");
  if (!file) return;
  int at;
  char victim[32], after[32];
  int found = fscanf(file, "%d %31s %31s", &at, victim, after);
  fclose(file);
  if (found != 3 || calls() < at || rename("/srv/strike/at", "/srv/strike/was")) return;
  char parent[16];
  snprintf(parent, sizeof parent, "%d", getppid());
  pid_t child = fork();
  if (child == 0) execl("/bin/sh", "sh", "/srv/strike/strike", victim, after, parent, NULL);
  waitpid(child, NULL, 0);
}

int main(int count, char **words) {
  (void)count;
  const char *slash = strrchr(words[0], '/'), *tool = slash ? slash + 1 : words[0];
  note(tool, words + 1);
  strikeInTurn();
  const char *folders[] = {"/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"};
  for (int n = 0; n < 4; n++) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s", folders[n], tool);
    words[0] = path;
    execv(path, words);
  }
  perror(tool);
  return 127;
}
