# Nobody answers in time: the next is asked, and a yes that comes late is told
# the truth. A place that is still free is given all the same.
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
tick
sms     4520000102  ~ Svar JA, NEJ eller RING inden tirsdag kl 11.15
sms     4520000011  ~ åben nu
mail    anne@bagerbech.example  åben

# The time is over: Mia is asked. Amir is not told anything he did not ask for.
now     2026-12-01 11:20
tick
nosms   4520000102
mail    mia@post.example  Vil du pakke varer torsdag 3/12?
maillink {l}

# Amir's late yes: the place is still free, so it is his; Mia is told so.
reply   4520000102  JA
tick
sms     4520000102  ~ Opgaven er din
as      mia
get     {l}
submit  "Ja tak"
see     "Opgaven er gået til en anden"
tick
mail    mia@post.example  Svar om din opgave
mailbody  Du er nr 1 på ventelisten.

# He gives it up: Mia is asked again, and cannot any more; Yusuf is asked and
# says yes; later still Amir's yes is late.
reply   4520000102  AFBUD
tick
sms     4520000102  ~ Tak, fordi du sagde til.
mail    mia@post.example  Nu er der plads torsdag 3/12
maillink {l}
nosms   4520000109
get     {l}
submit  "Nej tak"
tick
sms     4520000109  ~ Svar JA
reply   4520000109  JA
tick
sms     4520000109  ~ Opgaven er din
reply   4520000102  JA
tick
sms     4520000102  = Tak for dit ja, Amir. Opgaven var desværre lukket, da dit svar kom. Det gør ikke noget. Vi spørger igen en anden gang.

# Nothing is asked for a shift that has begun, and nobody is woken at night.
get     {l}
see     "Tak for svaret"
now     2026-12-03 10:00
get     {l}
see     410
