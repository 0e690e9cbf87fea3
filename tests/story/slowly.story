# To hurry slowly: a mentor and Amir agree on one step more, and Amir is told
# how to undo it. Later Amir does not come: no message says so, a person rings
# first, and the hours are settled by who heard both sides.
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
submit  "Se, hvordan det bliver"  funktion=pakning  niveau=2  dag=2026-12-03  fra=09:00  til=12:00  antal=1  loen=145,50  loendag=2026-12-31  moedested=Bagindgangen i gården
submit  "Opret opgaven"
see     303 /opgaver/{t}
tick
sms     4520000102  ~ Svar JA
reply   4520000102  ja
tick
sms     4520000102  ~ Opgaven er din
mail    anne@bagerbech.example  er åben
mail    anne@bagerbech.example  Amir kommer
sms     4520000011  ~ er åben
sms     4520000011  ~ Amir kommer
as      jonas
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     jonas@holstebro.example {app}
submit  "Log ind"  kode={app}
get     /opfoelgning
click   "Aftal andre timer med Amir Haddad"
see     "Vi spørger om højst 8 timer om ugen. Næste trin er 9 timer."
submit  "Gem aftalen"  timer=12  maade=2
see     422 "Skriv, hvorfor det er godt nu, eller vælg næste trin"
submit  "Gem aftalen"  timer=9  maade=2
see     "Fra 8 timer til 9 timer om ugen"
tick
sms     4520000102  = Som aftalt spørger vi dig nu om højst 9 timer om ugen. Vil du hellere have det anderledes? Svar RING, så ringer vi til dig.
reply   4520000102  ring
tick
sms     4520000102  ~ Vi ringer fra 20 00 00 00
get     /venter
see     "Vil tale om timer om ugen: Amir Haddad"
submit  "Gjort"
see     "Der er ikke noget, der venter"
now     2026-12-03 13:05
tick
sms     4520000011  ~ Ellers ret
mail    anne@bagerbech.example  Passer 3 timer torsdag 3/12?
maillink {l}
sms     4520000102  ~ Hvordan gik det i dag, Amir?
reply   4520000102  3
tick
sms     4520000102  ~ Tak, fordi du siger det. Vi ringer fra 20 00 00 00
as      anne
get     {l}
see     "Kom Amir ikke?"
submit  "Amir kom ikke"
see     "Kom ikke. Vi ringer og hører."
tick
nosms   4520000102
as      jonas
get     /log-ind
submit  "Send mig en kode"  email=jonas@holstebro.example
tick
mail    jonas@holstebro.example  Din kode
mailbody  Din kode er {code3}
submit  "Log ind"  kode={code3}
app     jonas@holstebro.example {app2}
submit  "Log ind"  kode={app2}
get     /venter
see     "Kom ikke: Amir Haddad"
see     "Ring, før vi spørger igen. Vi venter til fredag kl 13.05."
see     "Vil gerne ringes op: Amir Haddad"
submit  "Gjort" after "Vil gerne ringes op: Amir Haddad"
submit  "Gør timerne op"  timer=0  minutter=0
see     "Der er ikke noget, der venter"
tick
sms     4520000011  ~ Timerne for Amir torsdag 3/12 er gjort op: 0 min.
mail    anne@bagerbech.example  gjort op
nosms   4520000102
nosms
