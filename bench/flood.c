/*
 * Sends packets into a tun device of this network namespace and tells what a packet costs in CPU time.
 *
 *   flood DEVICE established|new|listed COUNT
 *
 * A packet that is written into a tun device goes through the kernel's receiving side within the system call: no
 * queue, no interrupt, nothing lost, and all of the work is this thread's CPU time, whatever else the machine does.
 * Prints nanoseconds of CPU time a packet.
 *
 *   established  UDP of 1000 flows that this host has begun and that have been answered
 *   new          TCP SYN, every packet of another source (from 16.0.0.1 on)
 *   listed       TCP SYN of 1000 sources (from 11.0.0.1 on), again and again
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FLOWS = 1000, OUR_PORT = 40000, THEIR_PORT = 5000 };
static const uint32_t us = 0x0a000001, peers = 0x0b000001, strangers = 0x10000001;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint32_t sum(const uint8_t *bytes, size_t length, uint32_t start) {
  for (size_t i = 0; i < length; i += 2) start += (uint32_t)bytes[i] << 8 | bytes[i + 1];
  return start;
}

static uint16_t checksum(uint32_t total) {
  while (total >> 16) total = (total & 0xffff) + (total >> 16);
  return (uint16_t)~total;
}

static void put16(uint8_t *at, uint16_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
  put16(at, (uint16_t)(value >> 16));
  put16(at + 2, (uint16_t)value);
}

/* Writes one packet without payload; returns its length. */
static size_t packet(uint8_t *out, uint32_t source, int tcp) {
  size_t length = tcp ? 40 : 28;
  memset(out, 0, length);
  out[0] = 0x45;
  put16(out + 2, (uint16_t)length);
  out[8] = 64;
  out[9] = tcp ? IPPROTO_TCP : IPPROTO_UDP;
  put32(out + 12, source);
  put32(out + 16, us);
  put16(out + 10, checksum(sum(out, 20, 0)));
  uint8_t *above = out + 20;
  if (tcp) {
    put16(above, 33000);
    put16(above + 2, 443);
    put32(above + 4, 1);
    above[12] = 0x50;
    above[13] = 0x02; /* SYN */
    put16(above + 14, 0xffff);
    put16(above + 16, checksum(sum(above, 20, sum(out + 12, 8, IPPROTO_TCP + 20))));
  } else {
    put16(above, THEIR_PORT);
    put16(above + 2, OUR_PORT);
    put16(above + 4, 8); /* A checksum of 0 is none. */
  }
  return length;
}

static int open_device(const char *name) {
  int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (device < 0 || ioctl(device, TUNSETIFF, &request) < 0) fail("tun");
  return device;
}

static void begin_flows(int device) {
  int socket_ = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(OUR_PORT)};
  if (bind(socket_, (struct sockaddr *)&here, sizeof here) < 0) fail("bind");
  for (uint32_t flow = 0; flow < FLOWS; flow++) {
    struct sockaddr_in there = {.sin_family = AF_INET,
                                .sin_port = htons(THEIR_PORT),
                                .sin_addr.s_addr = htonl(peers + flow)};
    uint8_t out[64];
    if (sendto(socket_, "", 0, 0, (struct sockaddr *)&there, sizeof there) < 0) fail("sendto");
    while (read(device, out, sizeof out) > 0) continue;
  }
}

static uint64_t cpu_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int device = open_device(words[1]);
  int established = strcmp(words[2], "established") == 0;
  uint32_t sources = strcmp(words[2], "new") == 0 ? UINT32_MAX : FLOWS;
  uint32_t packets = (uint32_t)strtoul(words[3], NULL, 10);
  if (established) begin_flows(device);
  uint8_t out[64];
  uint64_t start = 0;
  /* The first round warms up: of flows and sources that come again every one is seen once. */
  uint32_t warm = sources == FLOWS ? FLOWS : 0;
  for (uint32_t i = 0; i < warm + packets; i++) {
    if (i == warm) start = cpu_time();
    size_t length = packet(out, (sources == FLOWS ? peers : strangers) + i % sources, !established);
    if (write(device, out, length) != (ssize_t)length) fail("write");
  }
  printf("%.1f\n", (double)(cpu_time() - start) / packets);
  return 0;
}
