# A firm nobody knows fills in its first task, proves who it is, is rung and
# approved, and the first person is asked.
now     2026-12-01 09:05
load    demo
start
as      nina
get     /
click   "Opret en opgave"
submit  "Se, hvordan det bliver"  funktion=pakning  dag=2026-12-03  fra=09:00  til=12:00  loen=150  adresse=Nørregade 9  postnr=7500  firma=Nyt Bageri ApS  cvr=20 00 00 01  kontakt=Nina  mobil=20 30 40 50
see     422 "CVR-nummeret passer ikke"
submit  "Se, hvordan det bliver"  cvr=20 00 00 07
see     303 /opret/tjek
see     "Vil du pakke varer hos Nyt Bageri, Holstebro, torsdag 3/12 kl 9-12? Løn 150 kr/t."
see     "Gå ind, og spørg efter Nina"
submit  "Send mig en kode"
see     303 /opret/kode
see     "Vi har sendt en kode til 20 30 40 50"
db      "SELECT count(*) FROM employer WHERE cvr = '20000007'"  = 0
tick
sms     4520304050  = Din kode er {code}. Den virker i 10 minutter. Del den ikke med andre. Vi ringer aldrig og spørger om den. Hilsen Holstebro Kommune
submit  "Opret opgaven"  kode=000000
see     422 "Koden passer ikke"
# She has forgotten the pay: the old code is none for what she wrote since.
click   "Ret noget"
submit  "Se, hvordan det bliver"  loen=155
submit  "Send mig en kode"
tick
sms     4520304050  ~ Din kode er {code2}.
submit  "Opret opgaven"  kode={code}
see     422 "Koden passer ikke"
submit  "Opret opgaven"  kode={code2}
see     303 /opgaver/{t}
see     "Mette fra Holstebro Kommune ringer senest onsdag kl 12"
get     /opret/kode
see     303 /opgaver/{t}
nolog   Nyt Bageri
nolog   20304050
tick
sms     4520304050  = Tak. Opgaven er modtaget. Mette fra Holstebro Kommune ringer senest onsdag kl 12, og så spørger vi de første.
nosms
as      mette
get     /log-ind
submit  "Send mig en kode"  email=mette@holstebro.example
tick
mail    mette@holstebro.example  Din kode
mailbody  Din kode er {code3}
submit  "Log ind"  kode={code3}
app     mette@holstebro.example {app}
submit  "Log ind"  kode={app}
see     "Ny virksomhed: Nina"
see     "Nyt Bageri ApS, CVR 20000007"
see     "20 30 40 50"
submit  "Godkend, og spørg de første" after "Ny virksomhed: Nina"
tick
db      "SELECT count(*) FROM outbox WHERE kind = 'offer' AND state IN ('accepted', 'enroute', 'delivered')"  = 1
# Nina invites somebody, who comes in by the very number.
as      nina
get     /firma
submit  "Send invitationen"  fornavn=Bo  email=20 30 40 51
see     "Inviteret. Gælder til tirsdag 15/12."
tick
sms     4520304051  ~ Du er inviteret til at oprette opgaver for Nyt Bageri ApS.
as      bo
get     /log-ind
submit  "Send mig en kode"  email=20 30 40 51
tick
sms     4520304051  ~ Din kode er {code4}.
submit  "Log ind"  kode={code4}
see     "Jeres opgaver"
