# A new firm's first task waits until somebody has rung them.
now     2026-12-01 09:05
load    demo
start
as      ove
get     /log-ind
submit  "Send mig en kode"  email=ove@nymontage.example
tick
mail    ove@nymontage.example  Din kode
mailbody  Din kode er {code}
submit  "Log ind"  kode={code}  husk=1
see     "I har ingen opgaver endnu"
click   "Opret en opgave"
submit  "Vis det hele på én side"
see     303 /opgaver/kladde/{d}?vis=0
get     /opgaver/kladde/{d}?vis=0
submit  "Se, hvordan det bliver"  funktion=montage  niveau=1  dag=2026-12-03  fra=09:00  til=12:00  antal=1  loen=160  loendag=2026-12-31  moedested=Porten til højre
submit  "Opret opgaven"
see     303 /opgaver/{t}
get     /opgaver/{t}
see     "Mette fra Holstebro Kommune ringer senest onsdag kl 12"
tick
sms     4520000016  = Tak. Opgaven er modtaget. Mette fra Holstebro Kommune ringer senest onsdag kl 12, og så spørger vi de første.
nosms
# A mentor sees the row but cannot approve; the consultant can.
as      jonas
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     jonas@holstebro.example {app2}
submit  "Log ind"  kode={app2}
get     /venter
see     "Ny virksomhed: Ove Dam"
no      "Godkend, og spørg de første"
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code3}
submit  "Log ind"  kode={code3}
app     mette@holstebro.example {app3}
submit  "Log ind"  kode={app3}
see     "Ny virksomhed: Ove Dam"
submit  "Godkend, og spørg de første"
see     "Der er ikke noget, der venter"
tick
# Per can montage, but needs that there are no heavy lifts, and this place has
# not said so: nobody else can, so the firm is told at once.
sms     4520000016  ~ Vi fandt desværre ingen til
nosms
