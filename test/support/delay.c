/* delay IFA IFB MICROSECONDS
 *
 * A wire with a delay, for kernels without netem: each Ethernet frame that comes in on one interface leaves on the other so
 * many microseconds later, in order and without loss. The frames keep their virtio-net header, so that what a pair of veth
 * leaves to the hardware (segmentation, checksums) survives. Both stand in a namespace that has no address of its own.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

struct frame { int64_t due; uint32_t len; struct frame *next; unsigned char data[]; };
struct lane { int in, out; struct frame *head, *tail; };

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what) { perror(what); exit(1); }

static int open_if(const char *name) {
  int on = 1, big = 64 << 20, fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on)) die("PACKET_VNET_HDR");
  if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on)) die("PACKET_IGNORE_OUTGOING");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof big);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &big, sizeof big);
  struct packet_mreq m = {.mr_ifindex = if_nametoindex(name), .mr_type = PACKET_MR_PROMISC};
  if (!m.mr_ifindex) die(name);
  if (setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &m, sizeof m)) die("promiscuous");
  struct sockaddr_ll a = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = m.mr_ifindex};
  if (bind(fd, (struct sockaddr *)&a, sizeof a)) die("bind");
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 4) { fprintf(stderr, "usage: delay IFA IFB MICROSECONDS\n"); return 2; }
  int64_t delay = atoll(argv[3]) * 1000;
  int a = open_if(argv[1]), b = open_if(argv[2]);
  struct lane lanes[2] = {{a, b, 0, 0}, {b, a, 0, 0}};
  static unsigned char buf[1 << 18];
  prctl(PR_SET_TIMERSLACK, 1);
  for (;;) {
    int64_t t = now_ns(), next = -1;
    for (int i = 0; i < 2; i++) {
      struct lane *l = &lanes[i];
      while (l->head && l->head->due <= t) {
        struct frame *f = l->head;
        if (write(l->out, f->data, f->len) < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
          f->due = t + 100000; /* the far end is full: try again in 0.1 ms */
          break;
        }
        if (!(l->head = f->next)) l->tail = 0;
        free(f);
      }
      if (l->head && (next < 0 || l->head->due < next)) next = l->head->due;
    }
    struct pollfd p[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    struct timespec wait, *w = 0;
    if (next >= 0) {
      int64_t d = next - now_ns();
      if (d < 0) d = 0;
      wait = (struct timespec){d / 1000000000, d % 1000000000};
      w = &wait;
    }
    if (ppoll(p, 2, w, 0) < 0 && errno != EINTR) die("ppoll");
    for (int i = 0; i < 2; i++) {
      struct lane *l = &lanes[i];
      for (int k = 0; k < 256; k++) {
        ssize_t n = read(l->in, buf, sizeof buf);
        if (n <= 0) break;
        struct frame *f = malloc(sizeof *f + n);
        if (!f) die("malloc");
        f->due = now_ns() + delay;
        f->len = n;
        f->next = 0;
        memcpy(f->data, buf, n);
        if (l->tail) l->tail->next = f; else l->head = f;
        l->tail = f;
      }
    }
  }
}
