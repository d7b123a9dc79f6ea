# HTCondor wants tokens in a folder that only their owner can enter; the files of a Secret belong to root.
install --directory --mode=0700 /run/htcondor/tokens.d
install --mode=0600 /secret/htcondor/token /run/htcondor/tokens.d/pool
