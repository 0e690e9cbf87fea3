# The hours differ from the plan, the citizen wants them looked at, a person
# settles them, and both are told the same number.
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
now     2026-12-03 13:05
tick
sms     4520000011  ~ Ellers ret
mail    anne@bagerbech.example  Passer 3 timer torsdag 3/12?
maillink {l}
sms     4520000102  ~ Hvordan gik det i dag, Amir?
as      anne
get     /opgaver/{t}
see     "Timerne mangler"
submit  "Bekræft timerne"
see     "Passer 3 timer torsdag 3/12?"
get     {l}
see     "Passer 3 timer torsdag 3/12?"
submit  "Send disse timer"  fra=09:15  til=12:00  pause=x
see     422 "Ret én ting"
submit  "Send disse timer"  fra=09:15  til=12:00  pause=15  tak=Du var en stor hjælp
see     "2 timer 30 min"
see     "363,75 kr. før skat"
submit  "Med lidt hjælp"
see     "Med lidt hjælp"
tick
sms     4520000102  = Hej Amir. Bager Bech har skrevet 2 timer 30 min torsdag 3/12. Det er 363,75 kr. før skat. Passer det? Svar PASSER. Passer det ikke? Svar RING.
reply   4520000102  Det passer ikke
tick
sms     4520000102  ~ Vi ringer fra 20 00 00 00 i dag eller næste hverdag
sms     4520000011  ~ Amir husker timerne torsdag 3/12 anderledes. Det sker.
mail    anne@bagerbech.example  To forskellige tal for torsdag 3/12
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code2}
submit  "Log ind"  kode={code2}
app     mette@holstebro.example {app5}
submit  "Log ind"  kode={app5}
see     "To forskellige tal for timerne: Amir Haddad"
submit  "Gør timerne op"  timer=to  minutter=45
see     422 "Skriv timer og minutter som hele tal"
submit  "Gør timerne op"  timer=2  minutter=45
see     "Der er ikke noget, der venter"
tick
sms     4520000102  ~ Timerne for torsdag 3/12 er gjort op: 2 timer 45 min, 400,13 kr. før skat.
sms     4520000011  ~ Timerne for Amir torsdag 3/12 er gjort op: 2 timer 45 min.
nosms
