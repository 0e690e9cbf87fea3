# The gateway and the mail host are away for a while: nothing is lost, nothing
# comes twice, and what would come too late does not come at all.
now     2026-12-01 09:05
load    demo
start
smtp    stop
as      anne
get     /log-ind
submit  "Send mig en kode"  email=anne@bagerbech.example
tick
nomail
smtp    start
turn    +2m
tick
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}  husk=1
kannel  kill
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-03  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
db "SELECT state FROM outbox WHERE kind = 'offer'"  = queued
turn    +1m
tick
kannel  start
turn    +20m
tick
sms     4520000102  ~ Svar JA, NEJ eller RING
nosms   4520000102
db "SELECT count(*) FROM attention WHERE closed_at IS NULL"  = 0

# Away past the time to answer: the question is not asked late.
reply   4520000102  nej
tick
sms     4520000102  ~ Det er helt i orden
mail    mia@post.example  Vil du pakke
maillink {l}
kannel  kill
as      mia
get     {l}
submit  "Nej tak"
tick
db "SELECT count(*) FROM outbox WHERE kind = 'offer' AND state = 'queued'"  = 1
turn    +4h
tick
kannel  start
turn    +1h
tick
nosms   4520000109
db "SELECT count(*) FROM outbox WHERE kind = 'offer' AND state = 'sending'"  = 0
