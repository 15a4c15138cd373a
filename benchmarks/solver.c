/* The page's integrator in C: the same fixed Runge-Kutta steps, cut at the same events. The functions and
   the numbers of a run stand in model.h, which solvers.py writes. Prints seconds a run and the last state. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "model.h"

static double y[STATES], u[INPUTS + 1], seen[SERIES];
static double k1[STATES], k2[STATES], k3[STATES], k4[STATES], probe[STATES];
static double curves[SERIES][LENGTH];

static void shift(const double *slope, double h) {
  for (int i = 0; i < STATES; i++) probe[i] = y[i] + h * slope[i];
}

static void advance(double t, double h) {
  derivatives(t, y, p, u, k1);
  shift(k1, h / 2);
  derivatives(t + h / 2, probe, p, u, k2);
  shift(k2, h / 2);
  derivatives(t + h / 2, probe, p, u, k3);
  shift(k3, h);
  derivatives(t + h, probe, p, u, k4);
  for (int i = 0; i < STATES; i++) y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
}

static int happen_until(int next, double time) {
  double values[RESETS + 1];
  for (; next < EVENTS && events[next].time <= time; next++) {
    if (events[next].is_input) {
      u[events[next].index] = events[next].value;
    } else {
      resets(y, p, values);
      y[reset_state[events[next].index]] = values[events[next].index];
    }
  }
  return next;
}

static void record(int k, double t) {
  observe(t, y, p, NULL, seen);
  for (int i = 0; i < SERIES; i++) curves[i][k] = seen[i];
}

static void run(void) {
  memset(u, 0, sizeof u);
  initial(p, y);
  int next = happen_until(0, LOW);
  record(0, LOW);
  for (int k = 1; k < LENGTH; k++) {
    double now = LOW + (k - 1) * STEP, target = LOW + k * STEP;
    while (now < target) {
      double until = next < EVENTS && events[next].time < target ? events[next].time : target;
      int steps = (int)ceil((until - now) / MAX_STEP - 1e-9);
      if (steps < 1) steps = 1;
      double h = (until - now) / steps;
      for (int i = 0; i < steps; i++) advance(now + i * h, h);
      now = until;
      next = happen_until(next, now);
    }
    record(k, target);
  }
}

int main(void) {
  struct timespec from, to;
  run();
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (int i = 0; i < RUNS; i++) run();
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%.9f %.12g\n", (to.tv_sec - from.tv_sec + 1e-9 * (to.tv_nsec - from.tv_nsec)) / RUNS,
         curves[SERIES - 1][LENGTH - 1]);
  return 0;
}
