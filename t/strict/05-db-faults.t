#!/bin/sh
# The faults of t/25-db-faults.t, more densely.
PP_FAULT_STEP=3
export PP_FAULT_STEP
exec sh "${0%/*}/../25-db-faults.t"
