: The membrane of the excitable neuron (Wang and Buzsaki 1996), as NEURON takes it: in S/cm2 and mA/cm2.
NEURON {
  SUFFIX wb
  NONSPECIFIC_CURRENT i
}
PARAMETER {
  gNa = 0.035 (S/cm2)
  gK = 0.009 (S/cm2)
  gL = 0.0001 (S/cm2)
}
ASSIGNED {
  v (mV)
  i (mA/cm2)
  m
}
STATE { h n }
INITIAL {
  h = ah(v)/(ah(v) + bh(v))
  n = an(v)/(an(v) + bn(v))
}
BREAKPOINT {
  SOLVE gates METHOD cnexp
  m = am(v)/(am(v) + bm(v))
  i = gNa*m*m*m*h*(v - 55) + gK*n*n*n*n*(v + 90) + gL*(v + 65)
}
DERIVATIVE gates {
  h' = 5*(ah(v)*(1 - h) - bh(v)*h)
  n' = 5*(an(v)*(1 - n) - bn(v)*n)
}
FUNCTION am(v) { am = 0.1*(v + 35)/(1 - exp(-0.1*(v + 35))) }
FUNCTION bm(v) { bm = 4*exp(-(v + 60)/18) }
FUNCTION ah(v) { ah = 0.07*exp(-(v + 58)/20) }
FUNCTION bh(v) { bh = 1/(1 + exp(-0.1*(v + 28))) }
FUNCTION an(v) { an = 0.01*(v + 34)/(1 - exp(-0.1*(v + 34))) }
FUNCTION bn(v) { bn = 0.125*exp(-(v + 44)/80) }
