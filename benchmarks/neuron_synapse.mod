: Its AMPA and NMDA synapses. On 0.001 cm2 of membrane a conductance in uS is one in mS/cm2.
NEURON {
  POINT_PROCESS Synapse
  RANGE g, ratio, Mg, K0, steepness
  NONSPECIFIC_CURRENT i
}
PARAMETER {
  g = 0.1 (uS)
  ratio = 0.4
  Mg = 1
  K0 = 3.57
  steepness = 0.062
}
ASSIGNED {
  v (mV)
  i (nA)
}
STATE { ampa rise decay }
INITIAL {
  ampa = 0
  rise = 0
  decay = 0
}
BREAKPOINT {
  SOLVE open METHOD cnexp
  i = g*v*(ampa + ratio*1.10522*(decay - rise)/(1 + Mg/K0*exp(-steepness*v)))
}
DERIVATIVE open {
  ampa' = -ampa/2
  rise' = -rise/2
  decay' = -decay/100
}
NET_RECEIVE(weight) {
  ampa = ampa + weight
  rise = rise + weight
  decay = decay + weight
}
