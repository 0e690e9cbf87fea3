# The notifier is killed while it talks to the gateway: before a byte has left,
# after the first one, and when the answer begins to come. Each time the message
# is uncertain to us, a person is told, and nobody ever gets two.
now     2026-12-01 09:05
load    demo
start
as      anne
get     /log-ind
submit  "Send mig en kode"  email=anne@bagerbech.example
tick
mail    anne@bagerbech.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}  husk=1
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-03  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}

# Killed as it calls the gateway.
shim    connect
tick    killed
nosms   4520000102
db "SELECT state FROM outbox WHERE kind = 'offer'"  = sending
tick
nosms   4520000102
db "SELECT state FROM outbox WHERE kind = 'offer'"  = uncertain

# A person sees it, rings Amir, and closes it; nothing is sent after that.
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     mette@holstebro.example {app4}
submit  "Log ind"  kode={app4}
see     "Venter på et menneske"
see     "Besked, der måske ikke kom frem: Amir Haddad"
submit  "Gjort" after "Amir Haddad"
no      "Amir Haddad"
tick
nosms   4520000102
db "SELECT state FROM outbox WHERE kind = 'offer'"  = resolved

# Killed when one byte has left: the gateway has nothing, and nobody gets it.
as      anne
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=vaskeri  niveau=3  dag=2026-12-04  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{v}
shim    firstbyte
tick    killed
tick
tick
nosms   4520000110
db "SELECT o.state FROM outbox o JOIN offer f ON f.id = o.about_id WHERE o.kind = 'offer' AND f.task_id = {v}"  = uncertain
as      mette
get     /venter
submit  "Gjort" after "Besked, der måske ikke kom frem: Gitte Bach"
no      "Gitte"

# Killed when the answer begins to come: the gateway has it, Amir gets one, and
# the delivery report closes the row by itself.
as      anne
get     /opgaver/ny?vis=0
submit  "Se, hvordan det bliver"  funktion=opvask  niveau=3  dag=2026-12-04  fra=09:00  til=12:00  antal=1  loen=145  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{u}
shim    reply
tick    killed
tick
tick
db "SELECT o.state FROM outbox o JOIN offer f ON f.id = o.about_id WHERE o.kind = 'offer' AND f.task_id = {u}"  = delivered
db "SELECT count(*) FROM offer WHERE task_id = {u}"  = 1
sms     4520000109  ~ Svar JA, NEJ eller RING
nosms   4520000109
as      mette
get     /venter
no      "Yusuf"
