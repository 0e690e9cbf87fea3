# A citizen's own page: a code on the telephone, also after STOP; what is pressed
# there is what the same word does by SMS, and nothing else is open to them.
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
sms     4520000102  ~ Svar JA, NEJ eller RING inden
sms     4520000011  ~ åben nu

as      amir
get     /min-side
see     "Dit mobilnummer eller din e-mail"
submit  "Send mig en kode"  kontakt=20 00 01 02
see     "Kender vi dig, er koden på vej."
tick
sms     4520000102  = Din kode er {own}. Den virker i 10 minutter. Giv den ikke til andre. Vi ringer aldrig og spørger om den.
# The code is for the browser that asked, and for that page alone.
as      thief
get     /min-side/kode
submit  "Vis min side"  kode={own}
see     422 "Koden passer ikke"
as      amir
post    /log-ind/kode  kode={own}
see     422 "Koden passer ikke"
get     /min-side/kode
submit  "Vis min side"  kode={own}
see     "Hej Amir"
see     "Vil du pakke varer"
submit  "Ja tak: pakke varer"
see     "Opgaven er din"
tick
sms     4520000102  ~ Opgaven er din
get     /opgaver
see     404
get     /venter
see     404

# The place sees the number when he says so.
as      anne
get     /opgaver/{t}
see     "Amir"
no      "20 00 01 02"
as      amir
get     /min-side
submit  "Gem"  del=1
as      anne
get     /opgaver/{t}
see     "20 00 01 02"

# No more SMS but the codes he asks for himself.
as      amir
get     /min-side
submit  "Stop SMS"
see     "Du får ikke flere SMS fra os."
tick
sms     4520000102  ~ Du får ikke flere SMS fra os.
submit  "Log af" after "Luk"
get     /min-side
submit  "Send mig en kode"  kontakt=20000102
tick
sms     4520000102  ~ Din kode er
nolog   {own}
# A number that nobody has gets nothing, and the same answer.
as      nobody
get     /min-side/log-ind
submit  "Send mig en kode"  kontakt=20 99 99 99
see     "Kender vi dig, er koden på vej."
get     /min-side/log-ind?lang=en
see     "Your mobile number or your e-mail"
tick
sms     4520000011  ~ Godt nyt
nosms
